import type { ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { interleavedServes } from '../../src/rows/interleaved-serves.ts';

const COLUMNS = 5;

/** Two items of the lattice: labels 1 and 2, then 2 and 2, which a blank must part. */
function makeInput(): ProblemInput {
  const weights = Float64Array.from({ length: 2 * 3 * COLUMNS }, (_, i) => {
    const [b, m] = [Math.floor(i / 15), Math.floor(i / 3) % COLUMNS];
    return i % 3 === 2 && (m % 2 === 0 || (b === 1 && m === 3)) ? Infinity : 1;
  });
  return {
    cost: {
      kind: 'gathered',
      values: new Float32Array(2 * 4 * 3).fill(1),
      classes: 3,
      index: Int32Array.of(0, 1, 0, 2, 0, 0, 2, 0, 2, 0),
      shape: [2, 4, COLUMNS],
    },
    steps: [[1, 0], [1, 1], [1, 2]], // prettier-ignore
    stepWeights: { data: weights, shape: [2, 1, COLUMNS, 3] },
    start: [[0, 0], [0, 1]], // prettier-ignore
    end: [[-1, -1], [-1, -2]], // prettier-ignore
  };
}

/** The same weights with one of them changed. */
function withWeight(b: number, m: number, s: number, weight: number): Partial<ProblemInput> {
  const { data, shape } = makeInput().stepWeights as {
    readonly data: Float64Array;
    readonly shape: readonly [number, number, number, number];
  };
  data[(b * COLUMNS + m) * 3 + s] = weight;
  return { stepWeights: { data, shape } };
}

const cost = makeInput().cost as ProblemInput['cost'] & { readonly index: Int32Array };

describe('the interleaved lattice', () => {
  it('is known by its structure, and answers the value and the gradient by class', () => {
    const problem = normaliseProblem(makeInput());
    expect(interleavedServes(problem, {})).toBe(true);
    expect(interleavedServes(problem, { inputGradient: true, path: true, upstream: [1, 2] })).toBe(true);
    expect(interleavedServes(problem, { gradient: true })).toBe(false);
    expect(interleavedServes(problem, { softAlignment: true })).toBe(false);
  });

  it.each<[string, Partial<ProblemInput>]>([
    ['an item of one column', { columnLengths: [5, 1], start: 'corner', end: 'corner' }],
    ['an even number of columns', { columnLengths: [4, 5] }],
    ['an item without rows', { rowLengths: [4, 0] }],
    ['steps in another order', { steps: [[1, 2], [1, 1], [1, 0]], stepWeights: [1, 1, 1], stepPenalties: { data: [Infinity, 0, 0, 0, 0, 0, Infinity, 0, 0, 0, 0, 0, Infinity, 0, 0], shape: [1, 1, 5, 3] } }], // prettier-ignore
    ['weights of steps that do not exist', withWeight(0, 0, 1, 7)],
    [
      'starts in the whole first row, ends in the whole last one',
      { start: { set: 'firstRow', penalty: 2 }, end: { set: 'lastRow', multiplier: 3 } },
    ],
  ])('may have %s', (_, change) => {
    expect(interleavedServes(normaliseProblem({ ...makeInput(), ...change }), {})).toBe(true);
  });

  it.each<[string, Partial<ProblemInput>]>([
    ['costs in a matrix', { cost: { kind: 'dense', data: new Float32Array(40), shape: [2, 4, 5] } }],
    ['costs in float64', { precision: 'float64' }],
    ['blanks of two classes', { cost: { ...cost, index: cost.index.with(4, 1) } as ProblemInput['cost'] }],
    ['a band', { band: { kind: 'sakoeChiba', radius: 3 } }],
    ['two steps', { steps: [[1, 0], [1, 1]], stepWeights: 1 }], // prettier-ignore
    ['a step of another size', { steps: [[1, 0], [1, 1], [2, 2]] }], // prettier-ignore
    ['a step over a label', withWeight(1, 2, 2, 1)],
    ['a weight that is not 1', withWeight(1, 3, 0, 0.5)],
    ['a forbidden step to the next column', withWeight(0, 4, 1, Infinity)],
    ['a penalty', { stepPenalties: [0, 1, 0] }],
    ['weights of every row', { stepWeights: { data: new Float64Array(12).fill(1), shape: [1, 4, 1, 3] } }],
    ['a start below the first row', { start: [[0, 0], [1, 0]] }], // prettier-ignore
    ['an end above the last row', { end: [[-1, -1], [-2, -1]] }], // prettier-ignore
    ['ends in the last column', { end: 'lastColumn' }],
  ])('has no %s', (_, change) => {
    expect(interleavedServes(normaliseProblem({ ...makeInput(), ...change }), {})).toBe(false);
  });
});
