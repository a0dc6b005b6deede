import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumFunctions } from '@rubato/minimum';
import { troubledCases } from '../support/arbitraries.ts';

const padding = 3;
/** Beyond `count` stand candidates that would win, and a mark in all outputs. */
const mark = -12345;

function padded(values: readonly number[], beyond: number): Float64Array {
  return Float64Array.from([...values, ...new Array<number>(padding).fill(beyond)]);
}

/** What stands in the padding, which no method may touch. */
const tail = (array: Float64Array): number[] => [...array.subarray(array.length - padding)];
const marks = new Array<number>(padding).fill(mark);

for (const minimum of Object.values(minimumFunctions)) {
  describe(minimum.name, () => {
    it('reads and writes nothing beyond count, and changes no input', () => {
      fc.assert(
        fc.property(troubledCases, ({ candidates, temperature, direction }) => {
          const count = candidates.length;
          const x = padded(candidates, -1e150);
          const z = padded(direction, NaN);
          const weights = padded(
            candidates.map(() => NaN),
            mark,
          );
          const product = padded(
            candidates.map(() => NaN),
            mark,
          );

          const value = minimum.evaluate(x, count, temperature, weights);
          const written = weights.slice();
          expect(value).toBeGreaterThan(-1e149);
          minimum.temperatureDerivative(x, count, temperature, weights);
          minimum.secondOrderProduct(x, count, temperature, weights, z, product);

          expect(x).toEqual(padded(candidates, -1e150));
          expect(z).toEqual(padded(direction, NaN));
          expect(weights).toEqual(written);
          expect([tail(weights), tail(product)]).toEqual([marks, marks]);
          for (const array of [weights, product]) {
            expect(array.subarray(0, count).every(Number.isFinite)).toBe(true);
          }
        }),
        { numRuns: 200 },
      );
    });

    it('is Infinity with weights, derivative and product 0 where all is forbidden, or nothing is there', () => {
      for (const count of [0, 1, 2, 5]) {
        const x = padded(new Array<number>(count).fill(Infinity), 0);
        const z = padded(new Array<number>(count).fill(NaN), 0);
        const weights = padded(new Array<number>(count).fill(NaN), mark);
        const product = padded(new Array<number>(count).fill(NaN), mark);
        expect(minimum.evaluate(x, count, 0.1, weights)).toBe(Infinity);
        expect(minimum.temperatureDerivative(x, count, 0.1, weights)).toBe(0);
        minimum.secondOrderProduct(x, count, 0.1, weights, z, product);
        const zeros = padded(new Array<number>(count).fill(0), mark);
        expect([weights, product]).toEqual([zeros, zeros]);
      }
    });

    it('gives the same bits again, and writes over whatever its scratch held', () => {
      fc.assert(
        fc.property(troubledCases, ({ candidates, temperature }) => {
          const x = Float64Array.from(candidates);
          const results = [NaN, 7, -0].map((rubbish) => {
            const weights = new Float64Array(x.length).fill(rubbish);
            return [minimum.evaluate(x, x.length, temperature, weights), ...weights];
          });
          expect(results[1]).toEqual(results[0]);
          expect(results[2]).toEqual(results[0]);
        }),
      );
    });

    it('is finite where differences of candidates, or their quotients by γ, overflow', () => {
      const x = Float64Array.of(1e308, -1e308, 1e308, 0, 5e-324);
      const z = Float64Array.of(1, -1, 0.5, 2, 0);
      for (const temperature of [5e-324, 1e-300, 1e-6, 1, 1e6, 1e300]) {
        const weights = new Float64Array(5);
        const product = new Float64Array(5);
        expect(minimum.evaluate(x, 5, temperature, weights)).toBe(-1e308);
        expect([...weights]).toEqual([0, 1, 0, 0, 0]);
        expect(minimum.temperatureDerivative(x, 5, temperature, weights)).toBe(0);
        minimum.secondOrderProduct(x, 5, temperature, weights, z, product);
        expect([...product]).toEqual([0, 0, 0, 0, 0]);
      }
    });
  });
}
