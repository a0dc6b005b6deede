import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumFunctions } from '@rubato/minimum';
import { gridNumbers, mildCases, troubledCases } from '../support/arbitraries.ts';
import { evaluate, secondOrderProduct, temperatureDerivative } from '../support/call.ts';

for (const minimum of Object.values(minimumFunctions)) {
  describe(minimum.name, () => {
    it('has weights that sum to 1, none of them negative where they are on the simplex', () => {
      fc.assert(
        fc.property(troubledCases, ({ candidates, temperature }) => {
          const { weights } = evaluate(minimum, candidates, temperature);
          expect(Math.abs(weights.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-14);
          if (minimum.weightsOnSimplex) expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        }),
      );
    });

    it('gives equal candidates equal weights, bit for bit, unless the first takes all', () => {
      fc.assert(
        fc.property(troubledCases, fc.nat(5), ({ candidates, temperature }, k) => {
          const twin = candidates[k % candidates.length];
          const { weights } = evaluate(minimum, [...candidates, twin], temperature);
          const twins = [...weights].filter((_, i) => [...candidates, twin][i] === twin);
          if (minimum.name === 'hardmin') expect(twins.slice(1)).toEqual(twins.slice(1).map(() => 0));
          else expect(twins).toEqual(twins.map(() => twins[0]));
        }),
      );
    });

    it('permutes its weights with distinct candidates', () => {
      fc.assert(
        fc.property(mildCases, fc.nat(5), ({ candidates, temperature }, k) => {
          const distinct = [...new Set(candidates)];
          const turn = k % distinct.length;
          const turned = [...distinct.slice(turn), ...distinct.slice(0, turn)].toReversed();
          const straight = evaluate(minimum, distinct, temperature);
          const permuted = evaluate(minimum, turned, temperature);
          expect(Math.abs(straight.value - permuted.value)).toBeLessThan(1e-14 * temperature);
          distinct.forEach((x, i) => {
            expect(Math.abs(straight.weights[i] - permuted.weights[turned.indexOf(x)])).toBeLessThan(1e-14);
          });
        }),
      );
    });

    it('moves with a shift of all candidates, its weights unchanged bit for bit', () => {
      fc.assert(
        fc.property(fc.array(gridNumbers, { minLength: 1, maxLength: 6 }), gridNumbers, (candidates, shift) => {
          const here = evaluate(minimum, candidates, 1);
          const there = evaluate(
            minimum,
            candidates.map((x) => x + shift),
            1,
          );
          expect(there.weights).toEqual(here.weights);
          expect(Math.abs(there.value - (here.value + shift))).toBeLessThanOrEqual(2 ** -52 * 2 ** 11);
        }),
      );
    });

    it('has no unit of its own: scaling candidates and γ by 2^k scales the value, bit for bit', () => {
      fc.assert(
        fc.property(mildCases, fc.integer({ min: -40, max: 40 }), ({ candidates, temperature, direction }, k) => {
          // Powers of two are exact until something becomes denormal.
          fc.pre([...candidates, ...direction].every((v) => v === 0 || Math.abs(v) > 1e-100));
          const unit = 2 ** k;
          const scaled = candidates.map((x) => x * unit);
          const here = evaluate(minimum, candidates, temperature);
          const there = evaluate(minimum, scaled, temperature * unit);
          expect(there.weights).toEqual(here.weights);
          expect(there.value).toBe(here.value * unit);
          const derivative = temperatureDerivative(minimum, scaled, temperature * unit);
          expect(derivative).toBe(temperatureDerivative(minimum, candidates, temperature));
          const product = secondOrderProduct(minimum, scaled, temperature * unit, direction);
          const expected = secondOrderProduct(minimum, candidates, temperature, direction).map((v) => v / unit);
          expect(product).toEqual(expected);
        }),
      );
    });
  });
}
