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

const cases: readonly (readonly [boolean, Partial<ProblemInput>])[] = [
  [true, {}],
  [true, { stepWeights: [1, Infinity, 1] }],
  [true, { stepWeights: mask(1, 1, 5, 3) }],
  [true, { stepWeights: mask(1, 4, 5, 3) }],
  [true, { stepPenalties: { data: mask(1, 4, 1, 3).data.map((weight) => weight - 1), shape: [1, 4, 1, 3] } }],
  [false, { stepWeights: [1, 2, 0.5] }],
  [false, { stepWeights: mask(1, 1, 5, 3), stepPenalties: [0, 1, -2] }],
];

describe('StepFactors', () => {
  it.each(cases)('only masks %s: exp(-(step cost)/γ) of any stretch of a row, %o', (onlyMasks, rest) => {
    const problem = noise(4, 5, rest);
    const cellCosts = Float64Array.of(0.5, Infinity, -1, 0, 2);
    const stepCosts = new StepCosts(problem, cellCosts, false);
    const stepFactors = new StepFactors(problem, stepCosts, cellCosts, onlyMasks);
    stepFactors.open(0);
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
    expect(stepFactors.fill(0, 0, 2, 1, 2, 0.5, 1)).toBe(false);
  });

  it.each(cases)('only masks %s: the bytes are those of its own rows, %o', (onlyMasks, rest) => {
    const problem = noise(4, 5, rest);
    const cellCosts = new Float64Array(5);
    const stepFactors = new StepFactors(problem, new StepCosts(problem, cellCosts, false), cellCosts, onlyMasks);
    const masks = onlyMasks ? StepCosts.ownRows(problem) : 0;
    const rows = new Set<Float64Array | Int32Array>([...stepFactors.factors, ...stepFactors.exponents]);
    // The cell's own row is held even if no step shares it.
    const own = [...rows].reduce((bytes, row) => bytes + row.byteLength, 0) + 40 * masks;
    const unshared = stepFactors.exponents.every((row) => row.length > 0) && StepCosts.ownRows(problem) === 3;
    const cell = unshared ? (onlyMasks ? 40 : 60) : 0;
    expect(StepFactors.bytes(problem, StepCosts.ownRows(problem), onlyMasks)).toBe(own + cell);
  });

  it('repeats the last of two steps, so that kernels find three', () => {
    const problem = noise(2, 3, {
      steps: [
        [1, 0],
        [1, 1],
      ],
    });
    const cellCosts = new Float64Array(3);
    const { factors, exponents } = new StepFactors(problem, new StepCosts(problem, cellCosts, false), cellCosts, true);
    expect([factors.length, exponents.length, factors[2] === factors[1]]).toEqual([3, 3, true]);
  });
});
