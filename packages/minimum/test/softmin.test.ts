import { describe, expect, it } from 'vitest';
import { softmin } from '@rubato/minimum';
import { evaluate, secondOrderProduct, temperatureDerivative } from './support/call.ts';

describe('softmin', () => {
  it('is known in closed form for two candidates: weights 1/4 and 3/4 at a distance of γ ln 3', () => {
    const candidates = [2 + 0.5 * Math.log(3), 2];
    const { value, weights } = evaluate(softmin, candidates, 0.5);
    expect(value).toBeCloseTo(2 - 0.5 * Math.log(4 / 3), 15);
    expect(weights[0]).toBeCloseTo(0.25, 15);
    expect(weights[1]).toBeCloseTo(0.75, 15);
    const entropy = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75));
    expect(temperatureDerivative(softmin, candidates, 0.5)).toBeCloseTo(-entropy, 15);
    // -p_0 p_1/γ off the diagonal's sign.
    const product = secondOrderProduct(softmin, candidates, 0.5, [1, 0]);
    expect(product[0]).toBeCloseTo(-0.375, 15);
    expect(product[1]).toBeCloseTo(0.375, 15);
  });

  it('keeps what the second candidate gives where it is below the rounding of 1', () => {
    const tiny = Math.exp(-40);
    expect(evaluate(softmin, [0, 40], 1).value).toBe(-tiny);
    expect(temperatureDerivative(softmin, [0, 40], 1) / (-41 * tiny)).toBeCloseTo(1, 14);
    const product = secondOrderProduct(softmin, [0, 40], 1, [1, 0]);
    expect(product[0] / -tiny).toBeCloseTo(1, 14);
    expect(product[1] / tiny).toBeCloseTo(1, 14);
  });

  it('sums ten thousand candidates', () => {
    const candidates = Array.from({ length: 10_000 }, (_, i) => i % 10);
    let total = 0;
    for (let k = 0; k < 10; k++) total += Math.exp(-k);
    const { value, weights } = evaluate(softmin, candidates, 1);
    expect(value).toBeCloseTo(-Math.log(1000) - Math.log(total), 12);
    expect(weights[10] / (0.001 / total)).toBeCloseTo(1, 12);
    expect(weights[9_999] / ((0.001 * Math.exp(-9)) / total)).toBeCloseTo(1, 12);
  });
});
