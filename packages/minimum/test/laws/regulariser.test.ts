import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumFunctions } from '@rubato/minimum';
import { mildCases, troubledCases } from '../support/arbitraries.ts';
import { dot, evaluate } from '../support/call.ts';

const regularised = Object.values(minimumFunctions).filter((minimum) => minimum.regulariser !== undefined);

it('softmin, sparsemin and hardmin have a regulariser; smoothmin, whose weights leave the simplex, has none', () => {
  const names = regularised.map((minimum) => minimum.name);
  expect(names).toEqual(expect.arrayContaining(['softmin', 'sparsemin', 'hardmin']));
  expect(names).not.toContain('smoothmin');
});

for (const minimum of regularised) {
  const objective = (x: readonly number[], temperature: number, q: ArrayLike<number>): number =>
    dot(q, x) + temperature * minimum.regulariser!(q);

  describe(`μ(x) = min ⟨q, x⟩ + γ Ω(q) over the simplex, for ${minimum.name}`, () => {
    it('is attained at the weights', () => {
      fc.assert(
        fc.property(troubledCases, ({ candidates, temperature }) => {
          const { value, weights } = evaluate(minimum, candidates, temperature);
          const least = Math.min(...candidates);
          // Measured from the minimum, as else the value's own rounding hides the regulariser.
          const excess = candidates.map((x) => x - least);
          const scale = Math.max(Math.abs(value), temperature * 10);
          expect(Math.abs(objective(excess, temperature, weights) - (value - least))).toBeLessThan(1e-13 * scale);
        }),
        { numRuns: 300 },
      );
    });

    it('is not undercut anywhere else', () => {
      fc.assert(
        fc.property(mildCases, fc.infiniteStream(fc.nat(1000)), fc.double({ min: 0, max: 1, noNaN: true }), (c, s, t) => {
          const { candidates, temperature } = c;
          const drawn = candidates.map((_, i) => s.next().value ** 2 + (i === 0 ? 1 : 0));
          const total = drawn.reduce((a, b) => a + b, 0);
          const { value, weights } = evaluate(minimum, candidates, temperature);
          // From the weights towards a random point: close by is where a wrong minimiser would show.
          const q = drawn.map((weight, i) => (1 - t) * weights[i] + (t * weight) / total);
          expect(objective(candidates, temperature, q)).toBeGreaterThanOrEqual(value - 1e-13 * temperature);
        }),
        { numRuns: 300 },
      );
    });

    it('has Ω = Infinity outside, with a tolerance of 1e-9', () => {
      const omega = minimum.regulariser!;
      expect(omega([1])).toBeCloseTo(0, 15);
      expect(omega([1, 0, 0])).toBeCloseTo(0, 15);
      expect(Number.isFinite(omega([0.25, 0.75 + 5e-10]))).toBe(true);
      expect(Number.isFinite(omega([1 + 5e-10, -5e-10]))).toBe(true);
      for (const outside of [[], [0.5], [0.5, 0.5 + 2e-9], [1.1, -0.1], [1 + 2e-9, -2e-9], [NaN, 1], [Infinity]]) {
        expect(omega(outside), `Ω(${outside.join(', ')})`).toBe(Infinity);
      }
    });
  });
}
