import { describe, expect, it } from 'vitest';
import { sparsemin } from '@rubato/minimum';
import { evaluate, secondOrderProduct, temperatureDerivative } from './support/call.ts';
import { toNumber } from './support/fixed-point.ts';
import { oracles } from './support/oracle.ts';

/** Value and weights against the oracle, which sorts; a plain sum of k terms is good to k roundings. */
function expectExact(candidates: readonly number[], temperature: number): void {
  const exact = oracles['sparsemin'](candidates, temperature, candidates);
  const { value, weights } = evaluate(sparsemin, candidates, temperature);
  const exactWeights = exact.weights.map(toNumber);
  const unit = (exactWeights.filter((weight) => weight > 0).length + 8) * 2 ** -53;
  expect(Math.abs(value - toNumber(exact.value))).toBeLessThan(unit * (Math.abs(value) + temperature));
  const errors = exactWeights.map((weight, i) => Math.abs(weights[i] - weight));
  expect(Math.max(...errors)).toBeLessThan(2 * unit * Math.max(...exactWeights));
}

describe('sparsemin', () => {
  it('is known for two candidates at a distance δγ < γ: weights (1 ± δ)/2', () => {
    const { value, weights } = evaluate(sparsemin, [3, 3.5], 1);
    expect([...weights]).toEqual([0.75, 0.25]);
    expect(value).toBe(3 - 0.0625);
    expect(temperatureDerivative(sparsemin, [3, 3.5], 1)).toBe((0.5625 + 0.0625 - 1) / 2);
    expect([...secondOrderProduct(sparsemin, [3, 3.5], 0.5 * 2, [1, 0])]).toEqual([-0.5, 0.5]);
  });

  it('gives weight exactly 0 at a distance of γ and beyond, and little just before', () => {
    expect([...evaluate(sparsemin, [0, 2, 5], 2).weights]).toEqual([1, 0, 0]);
    expect(evaluate(sparsemin, [0, 2, 5], 2).value).toBe(0);
    const before = 2 - 2 ** -40;
    expect(evaluate(sparsemin, [0, before], 2).weights[1]).toBe(2 ** -42);
    // -γ ε²/4 with ε = 2^-41, which vanishes where ⟨q, x⟩ and γ/2 (‖q‖² - 1) are added up separately.
    expect(evaluate(sparsemin, [0, before], 2).value).toBe(-(2 ** -83));
    expect(temperatureDerivative(sparsemin, [0, before], 2)).toBe(2 ** -84 - 2 ** -42);
  });

  it('keeps the digits of a weight that is just above 0', () => {
    const candidates = [0, 0.3 * (1 - 2 ** -30), 7];
    const exact = toNumber(oracles['sparsemin'](candidates, 0.3, candidates).weights[1]);
    expect(evaluate(sparsemin, candidates, 0.3).weights[1] / exact).toBeCloseTo(1, 15);
  });

  it('has no negative weight on a kink, where rounding decides about the support', () => {
    for (let k = 1; k < 300; k++) {
      const { weights } = evaluate(sparsemin, [...new Array<number>(k).fill(0), 0.7 / k], 0.7);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(weights[k]).toBeLessThan(1e-15);
    }
  });

  it('divides 1 among equals as well as float64 can', () => {
    for (const count of [1, 2, 3, 7, 10, 10_000]) {
      const { weights } = evaluate(sparsemin, new Array<number>(count).fill(0.1), 0.7);
      expect(new Set(weights)).toEqual(new Set([1 / count]));
    }
  });

  it('leaves out of the second derivative what has no weight', () => {
    const product = secondOrderProduct(sparsemin, [0, 0.5, 1.5, 0.25], 1, [3, -1, 1e300, 4]);
    expect([...product]).toEqual([-1, 3, 0, -2]);
  });

  it('needs no sorting: three thousand candidates, in order and shuffled, with one pass or many', () => {
    const spread = Array.from({ length: 3_000 }, (_, i) => (i * 0.731) % 7);
    for (const temperature of [1e-3, 1, 50, 1e4]) expectExact(spread, temperature);
    expectExact(
      spread.toSorted((a, b) => a - b),
      2,
    );
    expectExact(new Array<number>(3_000).fill(1.5), 1);
    expectExact(
      Array.from({ length: 200 }, (_, i) => 1 - 0.93 ** i),
      1,
    );
  });

  it('ends where each pass of the threshold search removes a single candidate', () => {
    // A slack a little under the threshold of those before it, by gaps that grow faster than factorials: each candidate
    // is under the threshold only once all later ones have gone.
    const slacks = [1, 0.5];
    let gap = 1e-14;
    for (let k = 2; gap < 0.5; k++) {
      const threshold = slacks.slice(1).reduce((a, b) => a + b, 0) / slacks.length;
      slacks.push(threshold * (1 - gap));
      gap *= 2 * k;
    }
    expect(slacks.length).toBeGreaterThan(10);
    expectExact(
      slacks.map((slack) => 1 - slack),
      1,
    );
    expectExact(slacks.map((slack) => 1 - slack).toReversed(), 1);
  });

  it('keeps 1e-10 where candidates are 1e6 times γ, and more', () => {
    for (const offset of [1e3, 1e6, 1e9]) {
      const candidates = [offset, offset + 2 ** -12, offset + 2 ** -11];
      const { weights } = evaluate(sparsemin, candidates, 1e-3);
      oracles['sparsemin'](candidates, 1e-3, candidates).weights.forEach((weight, i) => {
        expect(Math.abs(weights[i] - toNumber(weight))).toBeLessThan(1e-15);
      });
    }
  });
});
