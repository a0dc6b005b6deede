import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BufferScope } from '../../src/device/buffers.ts';
import { KernelCache } from '../../src/device/kernels.ts';
import { INVALID, OUT_OF_RANGE, SOLVED } from '../../src/lattice/prelude.ts';
import type { StripStructure } from '../../src/strips/structure.ts';
import { absent, type Bench, open } from '../device/support/on-device.ts';
import { checkStrips } from './support/check-strips.ts';
import { runStrips } from './support/run-strips.ts';
import { plain, problemOf } from './support/strip-problem.ts';

/** What the lattice's accessors answer for a cost that is no number. */
const INVALID_COST = 2.5e38;

describe.skipIf(absent !== undefined)('numbers at the ends of what strips hold', () => {
  let bench: Bench;
  beforeAll(async () => {
    const gpu = await open();
    bench = { gpu, scope: new BufferScope(gpu), cache: new KernelCache(gpu) };
  });
  afterAll(() => bench.gpu.dispose());

  const scalar: StripStructure = { ...plain, weights: 'scalar', alignment: true };

  it('a forbidden step from a cell without paths, beside sums of exponents above 1.5e8', async () => {
    const weight = (_b: number, _n: number, _m: number, s: number): number => [Infinity, 2, 1][s];
    await checkStrips(bench, problemOf([2, 300], 1, { structure: scalar, weight, temperature: 1e-6, least: -0.3, largest: -0.3 }));
  });

  it.each([1, 1e15])('a weight of %f on costs that are small enough for it, at γ = 1e-15', async (heavy) => {
    const weight = (_b: number, _n: number, _m: number, s: number): number => [1, 1, heavy][s];
    await checkStrips(
      bench,
      problemOf([6, 5], 1, { structure: { ...scalar, gradient: false }, weight, temperature: 1e-15, largest: 3e-15 / heavy }),
    );
  });

  it('γ and costs of 1e15', async () => {
    await checkStrips(bench, problemOf([6, 5], 1, { structure: scalar, weight: () => 1, temperature: 1e15, largest: 5e15 }));
  });

  it('costs beyond 1e18 are out of range, whatever γ is', async () => {
    const problem = problemOf([3, 3], 1, { structure: scalar, weight: () => 1, temperature: 1e26, least: 1e26, largest: 1e26 });
    expect((await runStrips(bench, problem)).status).toEqual([OUT_OF_RANGE]);
  });

  it('no product of a cost far out of range hides a cost that is no number', async () => {
    const structure: StripStructure = { ...plain, weights: 'varying', start: 'cells', end: 'cells', multipliers: true, alignment: true };
    const corner = (place: number) => (_b: number, n: number, m: number) =>
      n === place && m === place ? { multiplier: 3, penalty: 1 } : undefined;
    const problem = problemOf([4, 4], 6, { structure, weight: () => 2, start: corner(0), end: corner(3) });
    // The first cell, one between, and the last.
    for (const [b, cell] of [0, 5, 15].entries()) problem.cost[16 * b + cell] = INVALID_COST;
    problem.cost[16 * 3 + 5] = 2e38;
    problem.cost[16 * 4 + 5] = -2e38;
    const { status, gradient, alignment } = await runStrips(bench, problem);
    expect(status).toEqual([INVALID, INVALID, INVALID, OUT_OF_RANGE, OUT_OF_RANGE, SOLVED]);
    expect([...gradient, ...alignment].every((each) => Number.isFinite(each))).toBe(true);
    expect(gradient.subarray(0, 80).every((each) => each === 0)).toBe(true);
  });
});
