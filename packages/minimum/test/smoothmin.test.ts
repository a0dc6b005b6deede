import { describe, expect, it } from 'vitest';
import { smoothmin } from '@rubato/minimum';
import { evaluate, secondOrderProduct, temperatureDerivative } from './support/call.ts';

describe('smoothmin', () => {
  it('is known in closed form for two candidates: p = (3/4, 1/4) at a distance of γ ln 3', () => {
    const distance = 0.5 * Math.log(3);
    const { value, weights } = evaluate(smoothmin, [2, 2 + distance], 0.5);
    expect(value).toBeCloseTo(2 + distance / 4, 15);
    expect(weights[0]).toBeCloseTo(0.75 * (1 + Math.log(3) / 4), 15);
    expect(weights[1]).toBeCloseTo(0.25 * (1 - 0.75 * Math.log(3)), 15);
    const variance = 0.75 * 0.25 * Math.log(3) ** 2;
    expect(temperatureDerivative(smoothmin, [2, 2 + distance], 0.5)).toBeCloseTo(variance, 15);
    // ∂²μ/∂d² for two candidates at distance d: -(p_1 p_0/γ)(2 - (p_0 - p_1) d/γ).
    const product = secondOrderProduct(smoothmin, [2, 2 + distance], 0.5, [0, 1]);
    expect(product[1]).toBeCloseTo(-0.375 * (2 - 0.5 * Math.log(3)), 15);
    expect(product[0]).toBeCloseTo(0.375 * (2 - 0.5 * Math.log(3)), 15);
  });

  it('has a negative weight more than γ above the mean', () => {
    expect(evaluate(smoothmin, [0, 2], 1).weights[1]).toBeLessThan(0);
    expect(evaluate(smoothmin, [0, 1], 1).weights[1]).toBeGreaterThan(0);
  });

  it('keeps the mean and the variance where they are below the rounding of the candidates', () => {
    const p = Math.exp(-40);
    expect(evaluate(smoothmin, [0, 40], 1).value / (40 * p)).toBeCloseTo(1, 14);
    expect(temperatureDerivative(smoothmin, [1e9, 1e9 + 40], 1) / (1600 * p)).toBeCloseTo(1, 14);
  });

  it('subtracts no squares: the variance of one candidate apart from 9999', () => {
    const candidates = [0, ...new Array<number>(9_999).fill(1e-3)];
    const p = 1 / (1 + 9_999 * Math.exp(-1e-3));
    expect(temperatureDerivative(smoothmin, candidates, 1) / (p * (1 - p) * 1e-6)).toBeCloseTo(1, 11);
  });

  it('sums ten thousand candidates', () => {
    const candidates = Array.from({ length: 10_000 }, (_, i) => i % 10);
    let total = 0;
    let mean = 0;
    for (let k = 0; k < 10; k++) {
      total += Math.exp(-k);
      mean += k * Math.exp(-k);
    }
    mean /= total;
    const { value, weights } = evaluate(smoothmin, candidates, 1);
    expect(value).toBeCloseTo(mean, 12);
    expect(weights[0] / ((0.001 / total) * (1 + mean))).toBeCloseTo(1, 12);
  });
});
