import { computeLossSync, dilate } from '@rubato/analysis';
import { describe, expect, it } from 'vitest';
import { makeTask } from '../../src/cases/task.ts';
import { isAbsent } from '../../src/contenders/contender.ts';
import { findPython } from '../../src/python/find-python.ts';
import { readEnvironment } from '../../src/report/environment.ts';
import { Affinity } from '../../src/measure/affinity.ts';
import { DILATE, dilateRunner } from '../../src/warp/dilate-runner.ts';
import { LatticeRunners } from '../../src/warp/lattice-runners.ts';
import { NumbaWarp } from '../../src/warp/numba-warp.ts';
import { growth, runTransitions, TRANSITION_WAYS } from '../../src/warp/run-transitions.ts';
import { ONE_PASS, OUR_WARP, PEER_WARP, runWarps } from '../../src/warp/run-warps.ts';
import { transitionSizes, warpCases } from '../../src/warp/warp-cases.ts';
import { warpPage } from '../../src/warp/warp-page.ts';
import { checkWellFormed } from '../support/markdown-tables.ts';

const options = { rounds: 1, seconds: 0, warmSeconds: 0, seed: 5 };
const affinity = new Affinity([], () => false);
const small = { ...warpCases[0], length: 30 };

it('has the sizes that are promised', () => {
  expect(transitionSizes).toEqual([64, 128, 256, 512, 1024, 2048, 4096]);
  expect(warpCases.map(({ length }) => length)).toEqual([100, 200, 256, 400, 800]);
});

it('growth is the exponent of a power', () => {
  const power = (exponent: number): number => growth([3, 10, 50].map((size) => ({ size, time: 7 * size ** exponent })));
  expect([0, 1, 1.5, 2].map((exponent) => power(exponent) - exponent).every((error) => Math.abs(error) < 1e-12)).toBe(true);
});

it('times transitions in all ways once they agree', async () => {
  const { size, microseconds } = await runTransitions(40, options, affinity);
  expect(size).toBe(40);
  expect(Object.keys(microseconds)).toEqual([...TRANSITION_WAYS]);
  expect(microseconds['plain loop']).toBeGreaterThan(0);
});

/** The first row of the table under a heading. */
function headings(page: string, title: string): string[] {
  const row = page
    .slice(page.indexOf(title))
    .split('\n')
    .find((line) => line.startsWith('|'))!;
  return row.split('|').map((cell) => cell.trim());
}

describe('a solve', () => {
  it('is timed beside all who are here, and a page is written', async () => {
    const command = findPython(['numpy', 'numba']);
    const numba = await NumbaWarp.open(command, affinity);
    const lattices = new LatticeRunners();
    await lattices.open(isAbsent(numba) ? undefined : command, affinity);
    const runners = await lattices.enter(small.length, options.seed);
    const result = await runWarps(small, isAbsent(numba) ? undefined : numba, runners, options, affinity);
    const here = ['cpu', 'wasm'].filter((id) => !lattices.absent.some((why) => why.startsWith(id)));
    const expected = here.flatMap((id) => [`dtw-${id}`, `soft-dtw-${id}`]);
    expect(result.timings.map(({ id }) => id)).toEqual(expect.arrayContaining([OUR_WARP, ONE_PASS, DILATE, ...expected]));
    expect(result.objective).toBeLessThanOrEqual(result.gridObjective);
    expect(result.gridObjective).toBeLessThan(result.onePassObjective);
    expect(result.timings.every(({ forward }) => forward > 0)).toBe(true);
    if (isAbsent(numba)) expect(numba.absent).toContain('apt-get install');
    else {
      expect(result.timings.map(({ id }) => id)).toEqual(expect.arrayContaining([PEER_WARP, 'soft-dtw-numba']));
      expect(result.objective).toBeLessThanOrEqual(result.peerObjective!);
      // The peer solves the same problem: it is not far above.
      expect(result.peerObjective!).toBeLessThan(1.05 * result.objective);
      await numba.close();
    }
    await lattices.close();
    const transition = { size: 8, microseconds: { 'lower envelope': 1, 'monotone minima': 2, 'plain loop': 3 } };
    const bigger = { size: 16, microseconds: { 'lower envelope': 2, 'monotone minima': 5, 'plain loop': 12 } };
    const page = warpPage([transition, bigger], [result], [], readEnvironment(false), options);
    checkWellFormed(page, 6);
    expect(headings(page, '## A solve: milliseconds')).toContain('solveWarp, one pass, no polish');
    expect(headings(page, '## A solve: milliseconds')).not.toContain('DILATE, cpu');
    expect(headings(page, '## A solve with its gradient: milliseconds')).toContain('DILATE, cpu');
    expect(page).toContain('| slope on log-log axes | 1.00 | 1.32 | 2.00 |');
  });

  it('of DILATE beside it has the gradient that the reference solver gives', async () => {
    const task = makeTask({ name: 'soft-dtw 20', kind: 'soft-dtw', cost: 'dense', batch: 1, rows: 20, columns: 20 }, 3);
    const { entry } = dilateRunner(task);
    const { values, gradient } = await entry.answer();
    const { forward, backward, both } = await entry.sample();
    expect(forward! + backward!).toBe(both);
    await entry.leave();
    const reference = computeLossSync(dilate(task.problem), { gradient: true });
    expect(values[0]).toBeCloseTo(reference.values[0], 5);
    expect(gradient!.length).toBe(400);
    gradient!.forEach((slope: number, cell: number) => expect(slope).toBeCloseTo(reference.gradient!.data[cell], 5));
  });

  it('without its peers leaves their columns out', async () => {
    const result = await runWarps(small, undefined, [], options, affinity);
    expect(result.timings.map(({ id }) => id)).toEqual([OUR_WARP, 'gdtw-discrepancy', ONE_PASS]);
    expect(result.peerObjective).toBeUndefined();
    expect(await NumbaWarp.open(undefined, affinity)).toEqual({ absent: 'there is no python3 on the search path' });
    const missing = await NumbaWarp.open('a python that is not there', affinity);
    expect(missing).toEqual({ absent: expect.stringContaining('apt-get install') as string });
  });

  it('stops where the peer finds a better warp', async () => {
    const better = { version: '0', load: () => Promise.resolve({ objective: 0, warp: [] }), nanoseconds: () => Promise.resolve(1) };
    await expect(runWarps(small, better as unknown as NumbaWarp, [], options, affinity)).rejects.toThrow("the peer's 0");
  });
});
