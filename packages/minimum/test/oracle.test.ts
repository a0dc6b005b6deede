import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumFunctions } from '@rubato/minimum';
import { troubledCases } from './support/arbitraries.ts';
import type { Case } from './support/arbitraries.ts';
import { fromNumber, magnitude, toNumber } from './support/fixed-point.ts';
import type { FixedPoint } from './support/fixed-point.ts';
import { oracles } from './support/oracle.ts';
import { smoothminBounds, softminBounds, sparseminBounds } from './support/rounding.ts';
import type { RoundingBounds } from './support/rounding.ts';

const unit = 2 ** -53;

/** Below this, float64 has no relative accuracy: exp's denormals, times squares of u ≤ 745. */
const denormal = 2 ** -1050;

const bounds: Readonly<Record<string, (problem: Case, value: number, weights: readonly number[]) => RoundingBounds>> = {
  softmin: softminBounds,
  sparsemin: sparseminBounds,
  smoothmin: smoothminBounds,
};

/** |actual - exact| in exact arithmetic, against `bound` units of rounding and a floor for denormals. */
function expectWithin(actual: number, exact: FixedPoint, bound: number, floor: number, what: string): void {
  const error = toNumber(magnitude(fromNumber(actual) - exact));
  const allowed = bound * unit + floor;
  expect(error, `${what} is ${actual}, exactly ${toNumber(exact)}`).toBeLessThanOrEqual(allowed);
}

/** Whether a weight is so near 0, or so nearly not, that rounding decides about the support. */
function nearKink({ candidates, temperature }: Case, weights: readonly number[]): boolean {
  const least = Math.min(...candidates);
  const threshold = 1 - weights[candidates.indexOf(least)];
  return candidates.some((x) => Math.abs(1 - (x - least) / temperature - threshold) < 1e-14);
}

/** The candidates, each followed by a forbidden one whose direction is garbage. */
function interleaved({ candidates, direction }: Case): { x: Float64Array; z: Float64Array } {
  const garbage = [NaN, Infinity, -Infinity, 1e300];
  return {
    x: Float64Array.from(candidates.flatMap((value) => [value, Infinity])),
    z: Float64Array.from(direction.flatMap((value, i) => [value, garbage[i % garbage.length]])),
  };
}

describe('in fixed-point arithmetic, for γ from 1e-6 to 1e6', () => {
  for (const name of Object.keys(oracles)) {
    const minimum = minimumFunctions[name];

    it(`${name} is right to the rounding that its conditioning allows`, () => {
      let kinks = 0;
      let compared = 0;
      const check = (problem: Case, forbidden: boolean): void => {
        const { candidates, temperature, direction } = problem;
        const exact = oracles[name](candidates, temperature, direction);
        const exactWeights = exact.weights.map(toNumber);
        const bound = bounds[name](problem, toNumber(exact.value), exactWeights);
        const stride = forbidden ? 2 : 1;
        const count = stride * candidates.length;
        const { x, z } = forbidden ? interleaved(problem) : { x: Float64Array.from(candidates), z: Float64Array.from(direction) };
        const weights = new Float64Array(count).fill(NaN);
        const product = new Float64Array(count).fill(NaN);

        const value = minimum.evaluate(x, count, temperature, weights);
        expectWithin(value, exact.value, bound.value, temperature * denormal, 'value');
        exact.weights.forEach((weight, i) => {
          expectWithin(weights[stride * i], weight, bound.weights[i], denormal, `weight ${i}`);
        });
        const derivative = minimum.temperatureDerivative(x, count, temperature, weights);
        expectWithin(derivative, exact.temperatureDerivative, bound.temperatureDerivative, denormal, 'γ-derivative');

        const atKink = name === 'sparsemin' && nearKink(problem, exactWeights);
        kinks += Number(atKink);
        compared += 1;
        minimum.secondOrderProduct(x, count, temperature, weights, z, product);
        exact.product.forEach((entry, i) => {
          const floor = (denormal * 10) / temperature;
          if (!atKink) expectWithin(product[stride * i], entry, bound.product[i], floor, `product ${i}`);
        });
        if (!forbidden) return;
        for (let i = 1; i < count; i += 2) expect([weights[i], product[i]]).toEqual([0, 0]);
      };
      fc.assert(fc.property(troubledCases, fc.boolean(), check), { numRuns: 400 });
      expect(compared).toBeGreaterThanOrEqual(400);
      expect(kinks / compared).toBeLessThan(0.05);
    });
  }

  it('the bounds are a few units in the last place where nothing is ill-conditioned', () => {
    const problem: Case = { candidates: [0.5, 0.75, 1], temperature: 1, direction: [1, -1, 0.5] };
    for (const name of Object.keys(oracles)) {
      const exact = oracles[name](problem.candidates, problem.temperature, problem.direction);
      const bound = bounds[name](problem, toNumber(exact.value), exact.weights.map(toNumber));
      for (const units of [bound.value, bound.temperatureDerivative, ...bound.weights, ...bound.product]) {
        expect(units).toBeLessThan(60);
      }
    }
  });
});
