import { describe, expect, it } from 'vitest';
import { negativeLogLikelihood } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, float64, gradientsOf } from './support.ts';

const prepare = (parameters: Record<string, string> = {}, dimension = 3): PreparedCost =>
  negativeLogLikelihood.prepare({ name: 'negativeLogLikelihood', parameters }, dimension);
const inputs = ['probabilities', 'logProbabilities', 'logits'] as const;
const rest = [0, 0, 0];

/** The same prediction in each form. */
const logits = [1.5, -0.25, 0.75];
// log-softmax of the above, computed with 60 decimal digits.
const logProbabilities = [-0.4984334547431499, -2.2484334547431497, -1.24843345474315];
const predictions = { probabilities: logProbabilities.map(Math.exp), logProbabilities, logits };

describe.each(inputs)('negativeLogLikelihood of %s', (input) => {
  it('is the negative log-probability of a one-hot target, and the cross-entropy of a soft one', () => {
    const cost = prepare({ input });
    expectClose([costOf(cost, predictions[input], [0, 1, 0])], [2.2484334547431497], { relative: 1e-15, absolute: 0 });
    expectClose([costOf(cost, predictions[input], [2, 0, 0.5])], [2 * 0.4984334547431499 + 0.5 * 1.24843345474315]);
  });

  it('has its textbook gradient', () => {
    const target = [2, 0, 0.5];
    const { x, y } = gradientsOf(prepare({ input }), predictions[input], target);
    const p = predictions.probabilities;
    const expected = {
      probabilities: [-2 / p[0], 0, -0.5 / p[2]],
      logProbabilities: [-2, 0, -0.5],
      logits: target.map((value, d) => 2.5 * p[d] - value),
    }[input];
    expectClose(x, expected);
    expectClose(
      y,
      logProbabilities.map((value) => -value),
    );
  });

  it('gives a rest the cost that is asked for', () => {
    const x = predictions[input];
    expect(costOf(prepare({ input, rests: 'free' }), x, rest)).toBe(0);
    expect(costOf(prepare({ input, rests: 'forbidden' }), x, rest)).toBe(Infinity);
    const uniform = (2.2484334547431497 + 0.4984334547431499 + 1.24843345474315) / 3;
    expectClose([costOf(prepare({ input, rests: 'uniform' }), x, rest)], [uniform]);
  });

  it('gives a uniform rest the gradient of the uniform target', () => {
    const third = [1 / 3, 1 / 3, 1 / 3];
    const cost = prepare({ input, rests: 'uniform' });
    expectClose(gradientsOf(cost, predictions[input], rest).x, gradientsOf(cost, predictions[input], third).x);
    expect(gradientsOf(cost, predictions[input], rest).y).toEqual([0, 0, 0]);
  });

  it('asks for the choice only when it meets a rest', () => {
    const cost = prepare({ input });
    expect(cost.rowProblem?.('y', float64([7, 0, 1, 0]), 1)).toBeUndefined();
    expect(cost.rowProblem?.('x', float64(rest), 0)).toBeUndefined();
    expect(cost.rowProblem?.('y', float64([7, 0, 0, 0]), 1)).toBe(
      "an all-zero target row (a rest) needs the parameter rests: 'free', 'forbidden' or 'uniform'",
    );
    for (const rests of ['free', 'forbidden', 'uniform']) expect(prepare({ input, rests }).rowProblem).toBeUndefined();
  });
});

it('adds nothing for a forbidden rest', () => {
  expect(gradientsOf(prepare({ rests: 'forbidden' }), [0.25, 0.25, 0.5], rest)).toEqual({ x: rest, y: rest });
});

describe('probability 0', () => {
  it.each([
    ['probabilities', [0, 0.25, 0.75]],
    ['logProbabilities', [-Infinity, Math.log(0.25), Math.log(0.75)]],
    ['logProbabilities', [-2e38, Math.log(0.25), Math.log(0.75)]],
  ] as const)('forbids a target that needs it and no other (%s)', (input, x) => {
    const cost = prepare({ input, rests: 'uniform' });
    expect(costOf(cost, [...x], [1, 0, 0])).toBe(Infinity);
    expect(costOf(cost, [...x], [5e-324, 1, 0])).toBe(Infinity);
    expect(costOf(cost, [...x], rest)).toBe(Infinity);
    expectClose([costOf(cost, [...x], [0, 1, 0])], [Math.log(4)]);
    const gradient = gradientsOf(cost, [...x], [0, 1, 0]);
    expectClose(gradient.x, input === 'probabilities' ? [0, -4, 0] : [0, -1, 0]);
    expectClose(gradient.y.slice(1), [Math.log(4), Math.log(4 / 3)]);
    expectClose(gradient.y.slice(0, 1), input === 'probabilities' ? [250 * Math.LN10] : [1e38]);
  });
});

describe('logits', () => {
  it('keep the digits of a probability near 1, and of far ones', () => {
    const cost = prepare({ input: 'logits' });
    // Computed with 60 decimal digits.
    const exact = { relative: 1e-15, absolute: 0 };
    expectClose([costOf(cost, [40, 0, -1], [1, 0, 0])], [5.811236444626578e-18], exact);
    expectClose([costOf(cost, [40, 0, -1], [0, 0, 1])], [41], exact);
    expect(costOf(cost, [800, 0, 0], [0, 1, 0])).toBe(800);
    expect(costOf(cost, [1e140, -1e140, 0], [0, 1, 0])).toBe(2e140);
  });
  it('may all be moved by one number', () => {
    const cost = prepare({ input: 'logits' });
    const moved = logits.map((value) => value + 700);
    expectClose([costOf(cost, moved, [0, 1, 0])], [2.2484334547431497]);
    const { x } = gradientsOf(cost, logits, [0.2, 1, 0.4]);
    expectClose([x[0] + x[1] + x[2]], [0]);
  });
});

it('states its domains', () => {
  expect(prepare().domain('x', 0)).toMatchObject({ least: 0, most: 1 });
  expect(prepare({ input: 'logProbabilities' }).domain('x', 0)).toMatchObject({ least: -Infinity, most: 1e-4 });
  expect(prepare({ input: 'logits' }).domain('x', 0)).toMatchObject({ least: -1e140, most: 1e140 });
  expect(prepare().domain('y', 0)).toMatchObject({ least: 0, most: 1e9 });
});

it('refuses other choices', () => {
  expect(() => prepare({ rests: 'none' })).toThrow("parameter 'rests' must be one of 'free', 'forbidden', 'uniform', got 'none'");
  expect(() => prepare({ input: 'p' })).toThrow(/parameter 'input' must be one of/);
});
