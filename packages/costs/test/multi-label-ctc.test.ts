import { describe, expect, it } from 'vitest';
import { binaryCrossEntropy, multiLabelCtc } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, float64, gradientsOf } from './support.ts';

const prepare = (parameters: Record<string, string | number> = {}, dimension = 3): PreparedCost =>
  multiLabelCtc.prepare({ name: 'multiLabelCtc', parameters }, dimension);
const blankColumn = [1, 0, 0];

describe('multiLabelCtc of probabilities', () => {
  const cost = prepare();
  const x = [0.4, 0.8, 0.1];
  it('is equations (28) to (30)', () => {
    expectClose([costOf(cost, x, blankColumn)], [-Math.log(0.4)]);
    expectClose([costOf(cost, x, [0, 1, 0])], [-Math.log(0.6 * 0.8 * 0.9)]);
    expectClose([costOf(cost, x, [0, 0, 0])], [-Math.log(0.6 * 0.2 * 0.9)]);
    expectClose([costOf(cost, x, [0, 0.25, 1])], [-Math.log(0.6 * (0.25 * 0.8 + 0.75 * 0.2) * 0.1)]);
  });
  it('has the gradient of its own column only', () => {
    expectClose(gradientsOf(cost, x, blankColumn).x, [-2.5, 0, 0]);
    expectClose(gradientsOf(cost, x, [0, 1, 0]).x, [1 / 0.6, -1 / 0.8, 1 / 0.9]);
    expect(gradientsOf(cost, x, blankColumn).y).toEqual([0, 0, 0]);
    expectClose(gradientsOf(cost, x, [0, 1, 0]).y, [0, -0.6 / 0.8, 0.8 / 0.9]);
  });
  it('takes the blank from the dimension that is asked for', () => {
    const last = prepare({ blank: 2 });
    expectClose([costOf(last, [0.8, 0.1, 0.4], [0, 0, 1])], [-Math.log(0.4)]);
    expectClose([costOf(last, [0.8, 0.1, 0.4], [1, 0, 0])], [-Math.log(0.6 * 0.8 * 0.9)]);
  });
  it('costs Infinity where a column has probability 0, and nothing where it is certain', () => {
    expect(costOf(cost, [0, 0.5, 0.5], blankColumn)).toBe(Infinity);
    expect(costOf(cost, [1, 0.5, 0.5], blankColumn)).toBe(0);
    expect(costOf(cost, [1, 0.5, 0.5], [0, 1, 1])).toBe(Infinity);
    expect(costOf(cost, [0, 1, 0], [0, 1, 0])).toBe(0);
    expect(costOf(cost, [0, 1, 0], [0, 1, 1])).toBe(Infinity);
    expect(costOf(cost, [0, 1, 0], [0, 0, 0])).toBe(Infinity);
  });
  it('equals binary cross-entropy for multi-hot labels when the blank is impossible', () => {
    const crossEntropy = binaryCrossEntropy.prepare({ name: 'binaryCrossEntropy' }, 2);
    expectClose([costOf(cost, [0, 0.3, 0.6], [0, 1, 0])], [costOf(crossEntropy, [0.3, 0.6], [1, 0])]);
  });
});

describe('multiLabelCtc of logits', () => {
  const cost = prepare({ input: 'logits' });
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  it('is the cost of the sigmoids', () => {
    const logits = [-0.4, 1.4, -2.2];
    for (const y of [blankColumn, [0, 1, 0], [0, 0.3, 1]])
      expectClose([costOf(cost, logits, y)], [costOf(prepare(), logits.map(sigmoid), y)]);
    expectClose(gradientsOf(cost, logits, blankColumn).x, [sigmoid(-0.4) - 1, 0, 0]);
    expectClose(gradientsOf(cost, logits, [0, 1, 0]).x, [sigmoid(-0.4), sigmoid(1.4) - 1, sigmoid(-2.2)]);
  });
  it('is stable for logits of any size', () => {
    expect(costOf(cost, [800, -800, 800], [0, 1, 0])).toBe(2400);
    expect(gradientsOf(cost, [800, -800, 800], [0, 1, 0]).x).toEqual([1, -1, 1]);
    expectClose([costOf(cost, [40, 0, 0], blankColumn)], [4.248354255291589e-18], { relative: 1e-15, absolute: 0 });
    expect(costOf(cost, [-1e140, 1e140, -1e140], [0, 1, 0])).toBe(0);
  });
});

describe('rows of Y', () => {
  const problem = (row: number[]): string | undefined => prepare().rowProblem?.('y', float64([9, ...row]), 1);
  it('are a blank column or a label column', () => {
    expect(problem(blankColumn)).toBeUndefined();
    expect(problem([0, 1, 1])).toBeUndefined();
    expect(problem([0, 0, 0])).toBeUndefined();
    expect(prepare().rowProblem?.('x', float64([0.5, 1, 1]), 0)).toBeUndefined();
    expect(problem([0.5, 0, 0])).toBe("the blank's indicator (dimension 0) must be 0 or 1, got 0.5");
    expect(problem([1, 0, 0.25])).toBe('a blank column (1 at dimension 0) must be 0 elsewhere, got 0.25 at dimension 2');
  });
});

it.each([-1, 3, 0.5, NaN])('refuses the blank %s in three dimensions', (blank) => {
  expect(() => prepare({ blank })).toThrow(RangeError);
  expect(() => prepare({ blank })).toThrow(/parameter 'blank' must be a whole number from 0 to 2/);
});
