import type { SolveProgress } from '@rubato/core';
import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { WarpBatchOptions, WarpProblem } from '../../src/index.ts';
import { createSignal, createWarpProblem, solveWarp, solveWarps } from '../../src/index.ts';

/** Two noisy waves of as many observations. */
function waves(length: number, channels: number = 1): WarpProblem {
  const random = createRandom(length);
  const wave = (bend: number): ReturnType<typeof createSignal> =>
    createSignal(
      Array.from({ length: length * channels }, (_, k) => Math.sin(30 * (Math.floor(k / channels) / length) ** bend) + random()),
      { channels },
    );
  return createWarpProblem({ x: wave(1), y: wave(1.3), lambda: 0.01 });
}

/**
 * Milliseconds that this process works between turns of the event loop while a batch is solved, sorted. Not those of the clock: other
 * work on the machine makes them longer.
 */
async function gapsOf(problems: readonly WarpProblem[], options: WarpBatchOptions): Promise<number[]> {
  let last = process.cpuUsage();
  const gaps: number[] = [];
  let running = true;
  const turn = (): void => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    gaps.push((user + system) / 1000);
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  await solveWarps(problems, options);
  running = false;
  return gaps.toSorted((left, right) => left - right);
}

describe('solveWarps', () => {
  it('answers what solveWarp answers, for problems of any lengths', async () => {
    const problems = [2, 9, 90, 300].map((length) => waves(length));
    expect(await solveWarps(problems)).toEqual(problems.map((problem) => solveWarp(problem)));
    expect(await solveWarps([])).toEqual([]);
  });

  it.each<[string, WarpProblem[], WarpBatchOptions]>([
    ['one long problem', [waves(1500)], { gridSize: 1500 }],
    ['many short ones', Array.from({ length: 300 }, () => waves(60)), {}],
    ['knots of many values', [waves(20)], { gridSize: 300_000 }],
    ['a long polish', [waves(5_000)], { gridSize: 4, passes: 1 }],
    ['observations of many channels', [waves(40, 20_000)], { polish: false, gridSize: 300, passes: 10 }],
  ])('gives way to timers every 20 ms: %s', async (_name, problems, options) => {
    const gaps = await gapsOf(problems, options);
    expect(gaps.length).toBeGreaterThan(3);
    // Compiling and collecting count too, and tell on the first and the longest: most are short, and none is as long as the work.
    expect(gaps[Math.floor(0.5 * (gaps.length - 1))]).toBeLessThan(20);
    expect(gaps[gaps.length - 1]).toBeLessThan(250);
  });

  it('reports progress in nodes: it grows and ends at the total', async () => {
    const reports: SolveProgress[] = [];
    const problems = [waves(700), waves(20), waves(700)];
    await solveWarps(problems, { gridSize: 600, passes: 2, onProgress: (progress) => reports.push(progress) });
    expect(reports.length).toBeGreaterThan(2);
    const total = (700 + 20 + 700) * 600 * 2;
    expect(reports.every((report) => report.total === total)).toBe(true);
    expect(reports.every(({ done }, i) => done >= (reports[i - 1]?.done ?? 0))).toBe(true);
    expect(reports.at(-1)).toEqual({ done: total, total });
    expect(reports[0].done).toBeLessThan(0.5 * total);
    // It is not at its end long before the work is.
    expect(reports.at(-2)!.done).toBeGreaterThan(0.5 * total);
  });

  it('stops in the middle of an item, and rejects with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const reports: SolveProgress[] = [];
    const work = solveWarps([waves(3000)], {
      gridSize: 3000,
      signal: controller.signal,
      onProgress: (progress) => {
        reports.push(progress);
        if (reports.length === 2) controller.abort(reason);
      },
    });
    await expect(work).rejects.toBe(reason);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(reports).toHaveLength(2);
    expect(reports[1].done).toBeLessThan(0.9 * reports[1].total);
  });

  it('aborted by a timer stops long before its end', async () => {
    const begin = performance.now();
    const work = solveWarps([waves(6000)], { gridSize: 6000, signal: AbortSignal.timeout(50) });
    await expect(work).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
    expect(performance.now() - begin).toBeLessThan(1500);
  });

  it('does not begin where the signal was aborted before', async () => {
    const reports: SolveProgress[] = [];
    const onProgress = (progress: SolveProgress): void => void reports.push(progress);
    await expect(solveWarps([waves(20)], { signal: AbortSignal.abort('no'), onProgress })).rejects.toBe('no');
    await expect(solveWarps([], { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect(reports).toEqual([]);
  });

  it.each<[WarpBatchOptions, string]>([
    [{ signal: {} as AbortSignal }, 'options.signal is '],
    [{ onProgress: 3 as unknown as () => void }, 'options.onProgress is '],
    [{ passes: 0 }, 'options.passes is 0'],
    [{ progress: 1 } as WarpBatchOptions, 'progress'],
  ])('refuses %o', async (options, message) => {
    await expect(solveWarps([waves(5)], options)).rejects.toThrow(message);
  });
});
