import { describe, expect, it } from 'vitest';
import { binaryCrossEntropy } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (input: string, dimension = 1): PreparedCost =>
  binaryCrossEntropy.prepare({ name: 'binaryCrossEntropy', parameters: { input } }, dimension);

describe('binaryCrossEntropy of probabilities', () => {
  const cost = prepare('probabilities');
  it('is the negative log of what the target says', () => {
    expectClose([costOf(cost, [0.25], [1]), costOf(cost, [0.25], [0])], [Math.log(4), Math.log(4 / 3)]);
    expectClose([costOf(cost, [0.25], [0.5])], [0.5 * Math.log(4) + 0.5 * Math.log(4 / 3)]);
    expectClose(gradientsOf(cost, [0.25], [1]).x, [-4]);
    expectClose(gradientsOf(cost, [0.25], [0]).x, [4 / 3]);
    expectClose(gradientsOf(cost, [0.25], [0.5]).y, [-Math.log(0.25) + Math.log(0.75)]);
  });
  it('costs nothing where a certain prediction is right, Infinity where it is not', () => {
    const pair = prepare('probabilities', 2);
    expect(costOf(pair, [0, 1], [0, 1])).toBe(0);
    expect(costOf(pair, [0, 1], [1, 1])).toBe(Infinity);
    expect(costOf(pair, [0, 1], [0, 0])).toBe(Infinity);
    expect(costOf(pair, [0, 0.5], [5e-324, 1])).toBe(Infinity);
  });
  it('has the one-sided gradient at a certain and right prediction', () => {
    const { x, y } = gradientsOf(prepare('probabilities', 2), [0, 1], [0, 1]);
    expectClose(x, [1, -1]);
    // A probability of 0 counts as 1e-250.
    expectClose(y, [250 * Math.LN10, -250 * Math.LN10]);
  });
  it('keeps the digits of small probabilities', () => {
    expectClose([costOf(cost, [1e-20], [0])], [1e-20], { absolute: 0 });
  });
});

describe('binaryCrossEntropy of logits', () => {
  const cost = prepare('logits');
  it('is softplus, to the last digits', () => {
    // log(1 + e^z) and 1/(1 + e^-z), computed with 60 decimal digits.
    const exact = { relative: 1e-15, absolute: 0 };
    expectClose([costOf(cost, [40], [1])], [4.248354255291589e-18], exact);
    expectClose([costOf(cost, [-40], [0])], [4.248354255291589e-18], exact);
    expectClose([costOf(cost, [0.5], [1]), costOf(cost, [0.5], [0])], [0.4740769841801067, 0.9740769841801067], exact);
    expectClose([costOf(cost, [3], [0])], [3.048587351573742], exact);
    expectClose(gradientsOf(cost, [-0.5], [0]).x, [0.37754066879814546], exact);
    expectClose(gradientsOf(cost, [40], [1]).x, [-4.248354255291589e-18], exact);
    expectClose(gradientsOf(cost, [-700], [0]).x, [9.85967654375977e-305], exact);
  });
  it('is finite for every finite logit', () => {
    expect(costOf(cost, [1e140], [0])).toBe(1e140);
    expect(costOf(cost, [1e140], [1])).toBe(0);
    expect(gradientsOf(cost, [1e140], [0])).toEqual({ x: [1], y: [-1e140] });
  });
  it('is the cost of the sigmoid', () => {
    const probability = 1 / (1 + Math.exp(-1.25));
    expectClose([costOf(cost, [1.25], [0.3])], [costOf(prepare('probabilities'), [probability], [0.3])]);
    expectClose(gradientsOf(cost, [1.25], [0.3]).x, [probability - 0.3]);
    expect(gradientsOf(cost, [1.25], [0.3]).y).toEqual([-1.25]);
  });
});

it('states its domains', () => {
  expect(prepare('probabilities').domain('x', 0)).toMatchObject({ least: 0, most: 1 });
  expect(prepare('logits').domain('x', 0)).toMatchObject({ least: -1e140, most: 1e140 });
  expect(prepare('logits').domain('y', 0)).toMatchObject({ least: 0, most: 1 });
});

it('refuses another input', () => {
  expect(() => prepare('logit')).toThrow(RangeError);
  expect(() => prepare('logit')).toThrow("parameter 'input' must be one of 'probabilities', 'logits', got 'logit'");
});
