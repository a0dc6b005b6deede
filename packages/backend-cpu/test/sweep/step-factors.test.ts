import type { ProblemInput } from '@rubato/core';
import { stepCost } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { distanceOf } from '../../src/kernels/extended.ts';
import { StepCosts } from '../../src/sweep/step-costs.ts';
import { StepFactors } from '../../src/sweep/step-factors.ts';
import { noise } from '../support/noise.ts';

const mask = (...shape: [number, number, number, number]) => {
  const size = shape.reduce((product, side) => product * side, 1);
  return { data: Float64Array.from({ length: size }, (_, i) => (i % 4 === 3 ? Infinity : 1)), shape };
};

const cases: readonly Partial<ProblemInput>[] = [
  {},
  { stepWeights: [1, Infinity, 1] },
  { stepWeights: mask(1, 4, 5, 3) },
  { stepPenalties: { data: mask(1, 4, 1, 3).data.map((weight) => weight - 1), shape: [1, 4, 1, 3] } },
  { stepWeights: [1, 2, 0.5] },
  { stepWeights: [2, 2, 0.5] },
  { stepWeights: mask(1, 1, 5, 3), stepPenalties: [0, 1, -2] },
];

describe('StepFactors', () => {
  it.each(cases)('exp(-(step cost)/γ) of any stretch of a row, %o', (rest) => {
    const problem = noise(4, 5, rest);
    const cellCosts = Float64Array.of(0.5, Infinity, -1, 0, 2);
    const stepFactors = new StepFactors(new StepCosts(problem, cellCosts, false), cellCosts);
    for (let n = 0; n < 4; n++) {
      // The row has columns 1 to 4; its stretch of 2 and 3.
      expect(stepFactors.fill(0, n, 2, 1, 2, 0.5, 100)).toBe(true);
      for (let s = 0; s < 3; s++) {
        for (const k of [1, 2]) {
          const found = distanceOf(stepFactors.factors[s][k], stepFactors.exponents[s][k], 0.5);
          const expected = stepCost(problem, 0, n, k + 1, s, cellCosts[k]);
          if (expected === Infinity) expect(found).toBe(Infinity);
          else expect(found).toBeCloseTo(expected, 13);
        }
      }
    }
    cellCosts.fill(200);
    expect(stepFactors.fill(0, 0, 2, 1, 2, 0.5, 100)).toBe(false);
  });

  it.each(cases)('have a row for each step of costs of its own and one for the others, %o', (rest) => {
    const problem = noise(4, 5, rest);
    const cellCosts = new Float64Array(5);
    const stepFactors = new StepFactors(new StepCosts(problem, cellCosts, false), cellCosts);
    const rows = new Set<Float64Array | Int32Array>([...stepFactors.factors, ...stepFactors.exponents]);
    expect(StepFactors.bytes(problem)).toBe([...rows].reduce((bytes, row) => bytes + row.byteLength, 0));
  });

  it('repeats the last of two steps, so that kernels find three', () => {
    const problem = noise(2, 3, {
      steps: [
        [1, 0],
        [1, 1],
      ],
      stepWeights: [1, 2],
    });
    const cellCosts = new Float64Array(3);
    const { factors, exponents } = new StepFactors(new StepCosts(problem, cellCosts, false), cellCosts);
    expect([factors.length, exponents.length, factors[0] === factors[1], factors[2] === factors[1]]).toEqual([3, 3, false, true]);
  });
});
