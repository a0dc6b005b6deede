import type { ProblemInput } from '@rubato/core';
import { stepCost, tableIndex } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { StepCosts } from '../../src/sweep/step-costs.ts';
import { noise } from '../support/noise.ts';

const table = (...shape: [number, number, number, number]) => {
  const size = shape.reduce((product, side) => product * side, 1);
  return { data: Float64Array.from({ length: size }, (_, i) => (i % 7 === 6 ? Infinity : (i + 1) / 2)), shape };
};

describe('StepCosts', () => {
  it.each<Partial<ProblemInput>>([
    {},
    { stepWeights: [1, 2, 1] },
    { stepPenalties: [0, 0, 3] },
    { stepWeights: table(1, 1, 5, 3) },
    { stepWeights: table(1, 4, 5, 1), stepPenalties: table(1, 4, 1, 3) },
    { stepWeights: table(1, 4, 5, 3), stepPenalties: table(1, 1, 5, 1) },
  ])('are W·C + P, and W, for any stretch of a row: %o', (rest) => {
    const problem = noise(4, 5, rest);
    const cellCosts = Float64Array.of(0.5, Infinity, -1, 0, 2);
    const stepCosts = new StepCosts(problem, cellCosts, true);
    for (let n = 0; n < 4; n++) {
      // The row has columns 1 to 4; its stretch of 2 and 3.
      stepCosts.fill(0, n, 2, 1, 2, cellCosts);
      for (let s = 0; s < 3; s++) {
        for (const k of [1, 2]) {
          expect(stepCosts.costs[s][k]).toBe(stepCost(problem, 0, n, k + 1, s, cellCosts[k]));
          expect(stepCosts.weights[s][k]).toBe(problem.stepWeights.data[tableIndex(problem.stepWeights, 0, n, k + 1, s)]);
        }
      }
    }
  });

  it('share the cell costs where a step costs just those, and count the bytes of the others', () => {
    const cellCosts = new Float64Array(5);
    const made = (rest: Partial<ProblemInput>, needWeights: boolean): [boolean[], number] => {
      const problem = noise(4, 5, rest);
      const { costs, weights } = new StepCosts(problem, cellCosts, needWeights);
      const own = [...costs, ...weights].filter((row) => row !== cellCosts);
      expect(StepCosts.bytes(problem, 5, needWeights)).toBe(40 * own.length);
      return [costs.map((row) => row === cellCosts), own.length];
    };
    expect(made({}, false)).toEqual([[true, true, true], 0]);
    expect(made({ stepWeights: [1, 2, 1] }, true)).toEqual([[true, false, true], 4]);
    expect(made({ stepPenalties: [0, 1, 2] }, false)).toEqual([[true, false, false], 2]);
  });
});
