import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem, SolveProgress, SolveRequest } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { noise } from './support/noise.ts';

const direction = (problem: AlignmentProblem): Float64Array => new Float64Array(problem.rows * problem.columns).fill(1);

/** Milliseconds that this process has computed: other work on the machine does not count. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of computing between turns of the event loop while a solve is under way. */
async function gapsOf(problem: AlignmentProblem, request: SolveRequest): Promise<number[]> {
  let last = computed();
  const gaps: number[] = [];
  let running = true;
  const turn = (): void => {
    const now = computed();
    gaps.push(now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  await openCpu().solve(problem, request);
  running = false;
  return gaps.toSorted((left, right) => left - right);
}

describe('an asynchronous solve', () => {
  const features = (dimension: number) =>
    ({
      kind: 'features',
      x: new Float64Array(400 * dimension).fill(1),
      y: new Float64Array(400 * dimension),
      shape: [400, 400],
      dimension,
      localCost: { name: 'squaredEuclidean' },
    }) as const;
  const SIDE = 2500;
  const square = noise(SIDE, SIDE);

  it.each<[string, AlignmentProblem, SolveRequest]>([
    ['soft-DTW', square, { gradient: true }],
    ['the best path', noise(3000, 3000, { minimum: 'hardmin' }), { path: true }],
    ['sparsemin', noise(1000, 1000, { minimum: 'sparsemin' }), { gradient: true }],
    ['a Hessian product', noise(500, 500), { hessianProduct: { along: 'cost', direction: direction(noise(500, 500)) } }],
    ['features of 2000 dimensions', noise(1, 1, { cost: features(2000) }), { gradient: true }],
    ['a long row', noise(1, 1_000_000), { temperatureGradient: true }],
  ])('of %s gives way to timers every 20 ms', async (_name, problem, request) => {
    const gaps = await gapsOf(problem, request);
    expect(gaps.length).toBeGreaterThan(5);
    // Compilers and collectors of garbage count too: loosely, nearly all are short, and none is as long as the work.
    expect(gaps[Math.floor(0.8 * (gaps.length - 1))]).toBeLessThan(20);
    expect(gaps[gaps.length - 1]).toBeLessThan(250);
  });

  it('stops in the middle of an item, and rejects with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const reports: SolveProgress[] = [];
    const work = openCpu().solve(
      square,
      { gradient: true },
      {
        signal: controller.signal,
        onProgress: (progress) => {
          reports.push(progress);
          if (reports.length === 2) controller.abort(reason);
        },
      },
    );
    await expect(work).rejects.toBe(reason);
    expect(reports).toHaveLength(2);
    expect(reports[1].done).toBeLessThan(0.9 * reports[1].total);
  });

  it('aborted by a timer stops long before its end', async () => {
    const problem = noise(5000, 5000);
    const begin = performance.now();
    const work = openCpu().solve(problem, { gradient: true }, { signal: AbortSignal.timeout(50) });
    await expect(work).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
    expect(performance.now() - begin).toBeLessThan(500);
  });

  it.each<[string, SolveRequest, number, number]>([
    ['the value', {}, Infinity, 1],
    ['forward and backward', { gradient: true }, Infinity, 2],
    ['forward, backward and path', { gradient: true, path: true }, Infinity, 3],
    ['blocks made twice', { gradient: true }, 8 * SIDE ** 2 + 5e6, 3],
  ])('reports progress of %s: it grows and ends at the total', async (_name, request, maxBytes, visits) => {
    const reports: SolveProgress[] = [];
    await openCpu({ maxBytes }).solve(square, request, { onProgress: (progress) => reports.push(progress) });
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.every(({ done }, i) => i === 0 || done >= reports[i - 1].done)).toBe(true);
    const total = visits * SIDE ** 2;
    expect(reports.every((report) => report.total === total)).toBe(true);
    expect(reports.at(-1)!.done).toBe(total);
    // It is not at its end long before the work is.
    expect(reports.at(-2)!.done).toBeGreaterThan(0.5 * total);
    expect(reports[0].done).toBeLessThan(0.5 * total);
  });
});
