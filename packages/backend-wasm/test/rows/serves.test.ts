import type { ProblemInput, StepTableInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { rowsServe } from '../../src/rows/serves.ts';
import { PLAIN, SEPARATE, stepForm, widestStep } from '../../src/rows/step-form.ts';

/** The kernels' number of steps that are forbidden somewhere. */
const MASKED = 2;

const cost = { kind: 'dense', data: new Float32Array(12), shape: [3, 4] } as const;
const two: ProblemInput = { cost, steps: [[1, 1], [1, 0]] }; // prettier-ignore
const three: ProblemInput = { cost, steps: [[1, 0], [1, 1], [1, 2]] }; // prettier-ignore
const byColumn = (data: readonly number[]): StepTableInput => ({ data, shape: [1, 1, 4, 1] });

describe('rowsServe', () => {
  it('takes steps of one row in float32, weights of every column, penalties that forbid', () => {
    for (const input of [two, three, { ...two, stepWeights: [0.1, 1] }, { ...three, stepPenalties: byColumn([0, Infinity, 0, 0]) }]) {
      expect(rowsServe(normaliseProblem(input), { gradient: true, softAlignment: true, inputGradient: true })).toBe(true);
    }
  });

  it('leaves others to the general engine', () => {
    const others: readonly ProblemInput[] = [
      { ...two, precision: 'float64' },
      { ...two, steps: [[1, 0], [0, 1]] }, // prettier-ignore
      { ...two, steps: [[1, 0], [1, 3]] }, // prettier-ignore
      { ...two, stepPenalties: 1 },
      { ...two, stepWeights: { data: [1, 2, 3], shape: [1, 3, 1, 1] } },
    ];
    for (const input of others) expect(rowsServe(normaliseProblem(input), {})).toBe(false);
    expect(rowsServe(normaliseProblem(two), { accumulatedCost: true })).toBe(false);
  });
});

describe('stepForm', () => {
  it.each<[string, ProblemInput, number, number]>([
    ['two steps alike', two, PLAIN, 1],
    ['three steps alike', three, PLAIN, 2],
    ['a missing step', { cost, steps: [[1, 2], [1, 0]] }, MASKED, 2], // prettier-ignore
    ['one step', { cost, steps: [[1, 0]] }, MASKED, 1],
    ['a forbidden step', { ...three, stepWeights: byColumn([1, Infinity, 1, 1]) }, MASKED, 2],
    ['a step closed by a penalty', { ...two, stepPenalties: byColumn([0, 0, 0, Infinity]) }, MASKED, 1],
    ['weights', { ...two, stepWeights: [0.1, 1] }, SEPARATE, 1],
    ['a weight of 0', { ...three, stepWeights: [0, 1, 1] }, SEPARATE, 2],
  ])('%s', (_, input, form, width) => {
    const problem = normaliseProblem(input);
    expect(stepForm(problem)).toBe(form);
    expect(widestStep(problem.steps)).toBe(width);
  });
});
