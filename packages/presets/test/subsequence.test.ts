import type { Parameterization } from '@rubato/core';
import { dtw, openBegin, openEnd, softDtw, subsequence } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dense } from './support/dense.ts';
import { dense } from './support/dense.ts';
import { solve } from './support/reference.ts';

const matrix = fc.record({ N: fc.integer({ min: 1, max: 4 }), M: fc.integer({ min: 1, max: 6 }) }).chain(({ N, M }) =>
  fc.record({
    N: fc.constant(N),
    M: fc.constant(M),
    data: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: N * M, maxLength: N * M }),
  }),
);

/** The cost of columns from `first` to `last` of an [N, M] matrix. */
function part(data: readonly number[], N: number, M: number, first: number, last: number): Dense {
  return dense(Array.from({ length: N }, (_, n) => data.slice(n * M + first, n * M + last + 1)));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('subsequence, openBegin, openEnd', () => {
  const value = (parameterization: Parameterization, cost: Dense): number => solve({ ...parameterization, cost }).values[0];

  for (const base of [
    dtw(),
    dtw({
      steps: [
        [1, 1],
        [2, 1],
        [1, 2],
      ],
    }),
  ]) {
    it(`are the best over all parts: steps ${JSON.stringify(base.steps)}`, () => {
      fc.assert(
        fc.property(matrix, ({ N, M, data }) => {
          const whole = part(data, N, M, 0, M - 1);
          const least = (firsts: number[], lasts: number[]): number => {
            const pairs = firsts.flatMap((first) => lasts.filter((last) => last >= first).map((last) => [first, last]));
            return Math.min(...pairs.map(([first, last]) => value(base, part(data, N, M, first, last))));
          };
          expect(value(subsequence(base), whole)).toBe(least(range(0, M - 1), range(0, M - 1)));
          expect(value(openBegin(base), whole)).toBe(least(range(0, M - 1), [M - 1]));
          expect(value(openEnd(base), whole)).toBe(least([0], range(0, M - 1)));
        }),
        { numRuns: 60 },
      );
    });
  }

  it('are soft over all parts of a soft minimum', () => {
    fc.assert(
      fc.property(matrix, ({ N, M, data }) => {
        const firsts = range(0, M - 1);
        const values = firsts.flatMap((first) => range(first, M - 1).map((last) => value(softDtw(), part(data, N, M, first, last))));
        const soft = -Math.log(values.reduce((sum, f) => sum + Math.exp(-f), 0));
        expect(value(subsequence(softDtw()), part(data, N, M, 0, M - 1))).toBeCloseTo(soft, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('look within the rows likewise', () => {
    const cost = dense([
      [9, 9],
      [0, 9],
      [9, 1],
      [9, 9],
    ]);
    const { values, paths } = solve({ ...subsequence(dtw(), { within: 'rows' }), cost }, { path: true });
    expect(values[0]).toBe(1);
    expect(Array.from(paths![0])).toEqual([1, 0, 2, 1]);
  });

  it('take penalties of beginning and ending', () => {
    const cost = dense([
      [9, 0, 9],
      [9, 9, 1],
    ]);
    expect(solve({ ...subsequence(dtw(), { startPenalty: 2, endPenalty: [0, 0, 4] }), cost }).values[0]).toBe(0 + 2 + 1 + 4);
    expect(solve({ ...subsequence(dtw(), { startPenalty: [0, Infinity, 0] }), cost }).values[0]).toBe(9 + 1);
  });
});
