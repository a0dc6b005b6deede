import { describe, expect, it } from 'vitest';
import { hardmin } from '@rubato/minimum';
import { evaluate, secondOrderProduct, temperatureDerivative } from './support/call.ts';

describe('hardmin', () => {
  it('gives all weight to the first minimum', () => {
    expect(evaluate(hardmin, [3, 1, 2, 1], 1)).toEqual({ value: 1, weights: Float64Array.of(0, 1, 0, 0) });
    expect(evaluate(hardmin, [0, -0], 1).weights).toEqual(Float64Array.of(1, 0));
    expect(evaluate(hardmin, [Infinity, -5, Infinity, -5], 1).weights).toEqual(Float64Array.of(0, 1, 0, 0));
  });

  it('knows no γ', () => {
    expect(hardmin.usesTemperature).toBe(false);
    for (const temperature of [1e-6, 1, 1e6]) {
      expect(evaluate(hardmin, [3, 1, 2], temperature)).toEqual(evaluate(hardmin, [3, 1, 2], 1));
      expect(temperatureDerivative(hardmin, [3, 1, 2], temperature)).toBe(0);
      expect([...secondOrderProduct(hardmin, [3, 1, 2], temperature, [1, NaN, 5])]).toEqual([0, 0, 0]);
    }
  });

  it('finds one minimum among ten thousand', () => {
    const candidates = Array.from({ length: 10_000 }, (_, i) => Math.abs(i - 7_654) + 0.5);
    const { value, weights } = evaluate(hardmin, candidates, 1);
    expect([value, weights.indexOf(1), weights.filter((weight) => weight !== 0).length]).toEqual([0.5, 7_654, 1]);
  });
});
