import type { GatheredCost } from '@rubato/core';
import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { exponentiate } from '../../src/kernels/extended.ts';
import { ClassFactors } from '../../src/sweep/class-factors.ts';
import { noise } from '../support/noise.ts';

const [ROWS, COLUMNS, CLASSES] = [3, 6, 4];
const random = createRandom(3);
const cost: GatheredCost = {
  kind: 'gathered',
  values: Float32Array.from({ length: 2 * ROWS * CLASSES }, () => 10 * random() - 2),
  shape: [2, ROWS, COLUMNS],
  classes: CLASSES,
  index: Int32Array.from({ length: 2 * COLUMNS }, (_, m) => m % 3),
};
// Class 3 has no column: what stands there must not matter.
cost.values.forEach((_, k) => {
  if (k % CLASSES === 3) cost.values[k] = NaN;
});
cost.values[1] = Infinity;

describe('ClassFactors', () => {
  it('are those of the cells, of any stretch of any row', () => {
    const classFactors = ClassFactors.of(noise(ROWS, COLUMNS, { cost }))!;
    for (const [b, n, m, k, count] of [
      [0, 0, 0, 0, 6],
      [0, 2, 1, 0, 3],
      [1, 1, 2, 2, 4],
    ]) {
      const cells = Float64Array.from({ length: count }, (_, i) => {
        const label = cost.index[b * COLUMNS + m + i];
        return cost.values[(b * ROWS + n) * CLASSES + label];
      });
      const [factors, expected] = [new Float64Array(8).fill(7), new Float64Array(8).fill(7)];
      const [exponents, expectedExponents] = [new Int32Array(8).fill(7), new Int32Array(8).fill(7)];
      const row = new Float64Array(8);
      row.set(cells, k);
      expect(exponentiate(row, k, count, 0.01, 1e6, expected, expectedExponents)).toBe(true);
      expect(classFactors.fill(b, n, m, k, count, 0.01, 1e6, factors, exponents)).toBe(true);
      expect(factors).toEqual(expected);
      expect(exponents).toEqual(expectedExponents);
      expect(classFactors.fill(b, n, m, k, count, 0.01, 10, factors, exponents)).toBe(false);
    }
  });

  it('serve gathered costs of no more classes than columns, and say their bytes', () => {
    const few = noise(ROWS, COLUMNS, { cost });
    expect(ClassFactors.bytes(few)).toBe(CLASSES * 20);
    const many = noise(ROWS, COLUMNS, {
      cost: { ...cost, values: new Float32Array(2 * ROWS * 7), classes: 7 },
    });
    expect([ClassFactors.of(many), ClassFactors.bytes(many)]).toEqual([undefined, 0]);
    expect([ClassFactors.of(noise(2, 2)), ClassFactors.bytes(noise(2, 2))]).toEqual([undefined, 0]);
  });
});
