import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumFunctions } from '@rubato/minimum';
import { mildCases, temperatures, troubledCases } from '../support/arbitraries.ts';
import { evaluate } from '../support/call.ts';

/** The least and greatest (value - minimum)/γ of `count` candidates. */
const ranges: Readonly<Record<string, (count: number) => readonly [number, number]>> = {
  softmin: (count) => [-Math.log(count), 0],
  sparsemin: (count) => [-(count - 1) / (2 * count), 0],
  hardmin: () => [0, 0],
  smoothmin: (count) => [0, (count - 1) / Math.E],
};

for (const [name, range] of Object.entries(ranges)) {
  const minimum = minimumFunctions[name];

  describe(`${name} and the minimum`, () => {
    it('keep their order, exactly, and their distance in units of γ', () => {
      fc.assert(
        fc.property(troubledCases, ({ candidates, temperature }) => {
          const least = Math.min(...candidates);
          const [low, high] = range(candidates.length);
          const { value } = evaluate(minimum, candidates, temperature);
          const slack = 1e-15 * (Math.abs(least) + temperature);
          if (low === 0) expect(value).toBeGreaterThanOrEqual(least);
          else expect(value).toBeGreaterThanOrEqual(least + low * temperature - slack);
          if (high === 0) expect(value).toBeLessThanOrEqual(least);
          else expect(value).toBeLessThanOrEqual(least + high * temperature + slack);
        }),
        { numRuns: 500 },
      );
    });

    it('are one as γ → 0: exactly so for distinct candidates', () => {
      fc.assert(
        fc.property(mildCases, ({ candidates, temperature }) => {
          const distinct = [...new Set(candidates.map((x) => Math.round((64 * x) / temperature)))];
          const least = Math.min(...distinct);
          const errors = [1, 1e-1, 1e-2, 1e-3].map((g) => Math.abs(evaluate(minimum, distinct, g).value - least));
          const [low, high] = range(distinct.length);
          errors.forEach((error, i) => {
            expect(error).toBeLessThanOrEqual(10 ** -i * Math.max(high, -low) + 1e-13);
          });
          expect(errors[3]).toBe(0);
          expect([...evaluate(minimum, distinct, 1e-3).weights]).toEqual(distinct.map((x) => Number(x === least)));
        }),
      );
    });

    it('are one for a single candidate, exactly', () => {
      const number = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
      fc.assert(
        fc.property(number, temperatures, (x, temperature) => {
          for (const candidates of [[x], [Infinity, x], [x, Infinity, Infinity]]) {
            const { value, weights } = evaluate(minimum, candidates, temperature);
            expect(value + 0).toBe(x + 0);
            expect([...weights]).toEqual(candidates.map((candidate) => Number(candidate === x)));
          }
        }),
      );
    });
  });
}

it('every registered function has its range here', () => {
  expect(new Set(Object.keys(ranges))).toEqual(new Set(Object.keys(minimumFunctions)));
});
