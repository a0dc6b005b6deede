import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumFunctions } from '@rubato/minimum';
import { mildCases } from '../support/arbitraries.ts';
import { dot, evaluate, sameSupport, secondOrderProduct, temperatureDerivative } from '../support/call.ts';

// Central differences over ±h in units of γ: their own error is about h² from the third derivative and 2^-53/h from
// rounding, both under 1e-9.
const h = 1e-5;
const tolerance = 1e-8;

const along = (x: readonly number[], direction: readonly number[], length: number): number[] =>
  x.map((value, i) => value + length * direction[i]);

for (const minimum of Object.values(minimumFunctions)) {
  describe(`${minimum.name}, away from kinks,`, () => {
    it('has the directional finite difference of its value as its gradient', () => {
      let compared = 0;
      fc.assert(
        fc.property(mildCases, ({ candidates, temperature, direction }) => {
          const step = h * temperature;
          const ahead = evaluate(minimum, along(candidates, direction, step), temperature);
          const behind = evaluate(minimum, along(candidates, direction, -step), temperature);
          if (!sameSupport(ahead.weights, behind.weights)) return;
          compared++;
          const { weights } = evaluate(minimum, candidates, temperature);
          expect(Math.abs((ahead.value - behind.value) / (2 * step) - dot(weights, direction))).toBeLessThan(tolerance);
        }),
        { numRuns: 300 },
      );
      expect(compared).toBeGreaterThan(200);
    });

    it('has the finite difference of its gradient as its second-order product', () => {
      let compared = 0;
      fc.assert(
        fc.property(mildCases, ({ candidates, temperature, direction }) => {
          const step = h * temperature;
          const ahead = evaluate(minimum, along(candidates, direction, step), temperature).weights;
          const behind = evaluate(minimum, along(candidates, direction, -step), temperature).weights;
          if (!sameSupport(ahead, behind)) return;
          compared++;
          secondOrderProduct(minimum, candidates, temperature, direction).forEach((entry, i) => {
            expect(Math.abs((ahead[i] - behind[i]) / (2 * h) - temperature * entry)).toBeLessThan(tolerance);
          });
        }),
        { numRuns: 300 },
      );
      expect(compared).toBeGreaterThan(200);
    });

    it('has a symmetric second derivative, of which shifts are in the kernel', () => {
      fc.assert(
        fc.property(mildCases, fc.infiniteStream(fc.integer({ min: -8, max: 8 })), (problem, stream) => {
          const { candidates, temperature, direction } = problem;
          const other = candidates.map(() => stream.next().value / 10);
          const left = dot(other, secondOrderProduct(minimum, candidates, temperature, direction));
          const right = dot(direction, secondOrderProduct(minimum, candidates, temperature, other));
          expect(Math.abs(left - right) * temperature).toBeLessThan(1e-13);
          const shift = secondOrderProduct(
            minimum,
            candidates,
            temperature,
            candidates.map(() => other[0]),
          );
          expect([...shift]).toEqual(candidates.map(() => 0));
        }),
        { numRuns: 200 },
      );
    });

    it('has the finite difference by γ as its temperature derivative', () => {
      let compared = 0;
      fc.assert(
        fc.property(mildCases, ({ candidates, temperature }) => {
          const ahead = evaluate(minimum, candidates, temperature * (1 + h));
          const behind = evaluate(minimum, candidates, temperature * (1 - h));
          if (!sameSupport(ahead.weights, behind.weights)) return;
          compared++;
          const difference = (ahead.value - behind.value) / (2 * h * temperature);
          expect(Math.abs(difference - temperatureDerivative(minimum, candidates, temperature))).toBeLessThan(tolerance);
        }),
        { numRuns: 300 },
      );
      expect(compared).toBeGreaterThan(200);
    });
  });
}
