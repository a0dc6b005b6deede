import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardmin, minimumFunctions, smoothmin, sparsemin } from '@rubato/minimum';
import type { MinimumFunction } from '@rubato/minimum';
import { mildCases } from '../support/arbitraries.ts';
import { evaluate } from '../support/call.ts';
import type { Evaluation } from '../support/call.ts';

/** The minimum of the minima of `candidates[0…cut)` and the rest, with the gradient by the chain rule. */
function nested(minimum: MinimumFunction, candidates: readonly number[], temperature: number, cut: number): Evaluation {
  const parts = [candidates.slice(0, cut), candidates.slice(cut)].map((part) => evaluate(minimum, part, temperature));
  const outer = evaluate(
    minimum,
    parts.map((part) => part.value),
    temperature,
  );
  const weights = parts.flatMap((part, k) => [...part.weights].map((weight) => weight * outer.weights[k]));
  return { value: outer.value, weights: Float64Array.from(weights) };
}

for (const minimum of Object.values(minimumFunctions)) {
  describe(`μ(μ(a), μ(b)) and μ(a, b), for ${minimum.name}`, () => {
    /** The greatest difference in value, in units of γ, and in weights over many cases. */
    const greatestDifference = (): { value: number; weight: number } => {
      const greatest = { value: 0, weight: 0 };
      fc.assert(
        fc.property(mildCases, fc.nat(5), ({ candidates, temperature }, k) => {
          const whole = evaluate(minimum, candidates, temperature);
          const parts = nested(minimum, candidates, temperature, k % candidates.length);
          const difference = Math.abs(whole.value - parts.value) / temperature;
          greatest.value = Math.max(greatest.value, difference);
          whole.weights.forEach((weight, i) => {
            greatest.weight = Math.max(greatest.weight, Math.abs(weight - parts.weights[i]));
          });
        }),
        { numRuns: 300 },
      );
      return greatest;
    };

    if (minimum.associative) {
      it('are the same, in value and gradient', () => {
        const { value, weight } = greatestDifference();
        expect(value).toBeLessThan(minimum === hardmin ? 2 ** -1074 : 3e-15);
        expect(weight).toBeLessThan(minimum === hardmin ? 2 ** -1074 : 3e-15);
      });
    } else {
      it('differ', () => {
        expect(greatestDifference().value).toBeGreaterThan(0.05);
      });
    }
  });
}

describe('witnesses, worked by hand', () => {
  it('sparsemin: three zeros give -1/3 at once, and (-1/4, 0) and then -25/64 in two steps', () => {
    expect(evaluate(sparsemin, [0, 0, 0], 1).value).toBeCloseTo(-1 / 3, 15);
    expect(nested(sparsemin, [0, 0, 0], 1, 2).value).toBeCloseTo(-25 / 64, 15);
  });

  it('smoothmin: (0, 0, ln 2) gives ln 2/5 at once, and ln 2/3 in two steps', () => {
    expect(evaluate(smoothmin, [0, 0, Math.LN2], 1).value).toBeCloseTo(Math.LN2 / 5, 15);
    expect(nested(smoothmin, [0, 0, Math.LN2], 1, 2).value).toBeCloseTo(Math.LN2 / 3, 15);
  });
});
