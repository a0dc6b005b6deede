import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Candidates } from '../../src/beam-search/candidates.ts';

const scores = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 300 });

describe('Candidates', () => {
  it('keeps the best in order, whatever the order of the offers', () => {
    fc.assert(
      fc.property(
        scores,
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(Infinity, 5),
        fc.infiniteStream(fc.nat()),
        (list, limit, threshold, stream) => {
          const all = list.map((score, rank) => ({ score, rank })).toSorted((a, b) => b.score - a.score || a.rank - b.rank);
          const expected = all.filter(({ score }) => score >= all[0].score - threshold).slice(0, limit);
          const candidates = new Candidates(limit, threshold);
          candidates.offer(100, 0, 0);
          candidates.clear();
          const keyed = all.map((candidate) => ({ candidate, key: stream.next().value as number }));
          for (const { candidate } of keyed.toSorted((a, b) => a.key - b.key)) {
            if (candidate.score >= candidates.least) candidates.offer(candidate.score, candidate.rank, 2 * candidate.rank);
          }
          candidates.sort();
          expect(Array.from(candidates.ranks.subarray(0, candidates.size))).toEqual(expected.map(({ rank }) => rank));
          expect(Array.from(candidates.sources.subarray(0, candidates.size))).toEqual(expected.map(({ rank }) => 2 * rank));
          expect(Array.from(candidates.scores.subarray(0, candidates.size))).toEqual(expected.map(({ score }) => score));
        },
      ),
    );
  });
});
