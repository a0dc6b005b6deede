import { normaliseProblem } from '@rubato/core';
import { weightedSoftDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { diagnoseProblem, failuresOf, itemOf, noise } from '../support/diagnosing.ts';

describe('diagonalisation', () => {
  it('is told by weights that stand in a table of cells', () => {
    const { cost } = noise(1);
    const table = (weights: readonly number[], shape: readonly [number, number, number, number]) => {
      const size = shape.reduce((product, side) => product * side, 1);
      const data = Float64Array.from({ length: size }, (_, i) => weights[i % 3]);
      return diagnoseProblem(normaliseProblem({ ...weightedSoftDtw({ temperature: 0.05 }), cost, stepWeights: { data, shape } }));
    };
    for (const shape of [
      [1, 1, 20, 3],
      [1, 20, 1, 3],
      [1, 20, 20, 3],
      [1, 1, 1, 3],
    ] as const) {
      const plain = table([1, 1, 1], shape);
      expect(itemOf(plain).diagonalisation.cornerDiscount).toBe(1);
      expect(failuresOf(plain)).toEqual(['diagonalisation']);
      expect(itemOf(table([1, 1, 2], shape)).diagonalisation.cornerDiscount).toBe(0);
      expect(itemOf(table([0.1, 0.2, 0.3], shape)).diagonalisation.cornerDiscount).toBe(0);
      expect(itemOf(table([1, Infinity, 1], shape)).diagonalisation.cornerDiscount).toBeUndefined();
    }
    // Of weights that differ the mean counts, over the cells that the step can enter.
    const data = Float64Array.from({ length: 60 }, (_, i) => (i === 4 ? 1 : i % 3 === 1 ? 1 + (Math.floor(i / 3) % 2) : 1));
    data[1] = 1e9;
    const mixed = normaliseProblem({ ...weightedSoftDtw({}), cost, stepWeights: { data, shape: [1, 1, 20, 3] } });
    expect(itemOf(diagnoseProblem(mixed)).diagonalisation.cornerDiscount).toBeCloseTo(1 + (9 * 2 + 10) / 19 - 1, 9);
  });
});
