import { boundaryCost, normaliseProblem, stepCost, tableIndex, weightedCost } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { dense, unitSteps } from '../support/dense.ts';

describe('weightedCost', () => {
  it('is weight·cost + penalty', () => {
    expect(weightedCost(2, 3, -1)).toBe(5);
    expect(weightedCost(0, -3, 0.5)).toBe(0.5);
  });

  it('is Infinity where any part is, and never NaN', () => {
    for (const [weight, cost, penalty] of [
      [Infinity, 0, 0],
      [0, Infinity, 0],
      [0, 0, Infinity],
      [Infinity, -5, -1e140],
      [Infinity, Infinity, Infinity],
    ]) {
      expect(weightedCost(weight, cost, penalty)).toBe(Infinity);
    }
  });
});

describe('stepCost and boundaryCost', () => {
  it('look up the tables of the cell', () => {
    const data = Float64Array.from({ length: 2 * 3 * 3 }, (_, i) => i);
    const problem = normaliseProblem({
      cost: dense([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      steps: unitSteps,
      stepWeights: { data, shape: [1, 2, 3, 3] },
      stepPenalties: [0, 10, 20],
      end: { set: 'lastRow', multiplier: [0, 2, Infinity], penalty: 0.5 },
    });
    expect(stepCost(problem, 0, 1, 2, 1, 100)).toBe(data[tableIndex(problem.stepWeights, 0, 1, 2, 1)] * 100 + 10);
    expect(data[tableIndex(problem.stepWeights, 0, 1, 2, 1)]).toBe((1 * 3 + 2) * 3 + 1);
    expect([0, 1, 2].map((k) => boundaryCost(problem.end, 0, k, 7))).toEqual([0.5, 14.5, Infinity]);
    expect(boundaryCost(problem.end, 0, 0, Infinity)).toBe(Infinity);
  });
});
