import { latticeLayout } from '@rubato/core';
import type { ProblemInput } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { distanceOf } from '../../src/kernels/extended.ts';
import { analyse } from '../../src/structure.ts';
import { CellFactors } from '../../src/sweep/cell-factors.ts';
import { countBytes } from '../support/count-bytes.ts';
import { noise } from '../support/noise.ts';

const [ROWS, COLUMNS] = [4, 5];
const steps = [
  [1, 0],
  [1, 1],
  [1, 2],
] as const;
const skips = {
  data: Float64Array.from({ length: 2 * COLUMNS * 3 }, (_, i) => (i % 3 === 2 && (i < 15 ? i % 2 === 0 : i > 20) ? Infinity : 1)),
  shape: [2, 1, COLUMNS, 3],
} as const;
const costs = Float64Array.from({ length: 2 * ROWS * COLUMNS }, (_, i) => i % 7);

function factorsOf(rest: Partial<ProblemInput>) {
  const problem = noise(ROWS, COLUMNS, { cost: { kind: 'dense', data: costs, shape: [2, ROWS, COLUMNS] }, steps, ...rest });
  const { shared, pad } = analyse(problem, {}, softmin);
  const cellCosts = new Float64Array(COLUMNS);
  const { result, bytes } = countBytes(() => new CellFactors(problem, shared!, cellCosts, pad));
  expect(bytes).toBe(CellFactors.bytes(problem, pad));
  expect(latticeLayout(problem).cells).toBe(2 * ROWS * COLUMNS);
  return { factors: result, cellCosts };
}

describe('CellFactors', () => {
  it('exp(-C/γ) of any stretch of a row; false where a cost is beyond the limit', () => {
    const { factors, cellCosts } = factorsOf({});
    cellCosts.set([9e9, 0.5, Infinity, -3, 9e9]);
    expect(factors.needsCosts).toBe(true);
    expect(factors.fill(0, 1, 1, 1, 3, 0.5, 100)).toBe(true);
    const found = Array.from(factors.factors, (mantissa, k) => distanceOf(mantissa, factors.exponents[k], 0.5));
    expect(found[1]).toBeCloseTo(0.5, 13);
    expect(found[2]).toBe(Infinity);
    expect(found[3]).toBeCloseTo(-3, 13);
    expect(factors.fill(0, 1, 1, 1, 4, 0.5, 100)).toBe(false);
  });

  it('masks the third step as each item has it, and everything beyond the last column', () => {
    const { factors } = factorsOf({ stepWeights: skips });
    factors.open(0);
    expect([...factors.mask]).toEqual([0, 1, 0, 1, 0, 0, 0]);
    factors.open(1);
    expect([...factors.mask]).toEqual([1, 1, 0, 0, 0, 0, 0]);
  });

  it('allows a third step without a mask everywhere, and knows none of two', () => {
    const three = factorsOf({}).factors;
    three.open(0);
    expect([...three.mask]).toEqual([1, 1, 1, 1, 1, 0, 0]);
    const two = factorsOf({ steps: steps.slice(0, 2) }).factors;
    two.open(0);
    expect([...two.mask]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('needs no costs where classes have them', () => {
    const values = new Float64Array(2 * ROWS * 3);
    const index = new Int32Array(2 * COLUMNS);
    expect(factorsOf({ cost: { kind: 'gathered', values, shape: [2, ROWS, COLUMNS], classes: 3, index } }).factors.needsCosts).toBe(false);
  });
});
