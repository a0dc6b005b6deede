import { activationScores, matchEvents, meanReciprocalRank, topKRate } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';

/** The size of a maximum matching of any bipartite graph, by augmenting paths. */
function maximumMatching(edges: readonly (readonly number[])[], right: number): number {
  const partner = new Int32Array(right).fill(-1);
  const augment = (i: number, seen: Set<number>): boolean =>
    edges[i].some((j) => {
      if (seen.has(j)) return false;
      seen.add(j);
      if (partner[j] >= 0 && !augment(partner[j], seen)) return false;
      partner[j] = i;
      return true;
    });
  return edges.reduce((size, _, i) => size + Number(augment(i, new Set())), 0);
}

describe('matchEvents', () => {
  const events = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1 })), { maxLength: 14 })
    .map((list) => ({ times: list.map(([time]) => time / 4), labels: list.map(([, label]) => label) }));

  it('finds as many pairs as a maximum matching has, each within the tolerance, each event once', () => {
    fc.assert(
      fc.property(events, events, fc.integer({ min: 0, max: 8 }), fc.boolean(), (predicted, reference, quarters, labelled) => {
        const tolerance = quarters / 4;
        const [left, right] = [predicted, reference].map(({ times, labels }) => (labelled ? { times, labels } : { times }));
        const fits = (i: number, j: number): boolean =>
          Math.abs(predicted.times[i] - reference.times[j]) <= tolerance && (!labelled || predicted.labels[i] === reference.labels[j]);
        const edges = predicted.times.map((_, i) => reference.times.map((__, j) => j).filter((j) => fits(i, j)));
        const matching = matchEvents(left, right, { tolerance });
        expect(matching.truePositives).toBe(maximumMatching(edges, reference.times.length));
        expect(matching.pairs.every(([i, j]) => fits(i, j))).toBe(true);
        expect(new Set(matching.pairs.map(([i]) => i)).size).toBe(matching.pairs.length);
        expect(new Set(matching.pairs.map(([, j]) => j)).size).toBe(matching.pairs.length);
        expect(matching.falsePositives).toBe(predicted.times.length - matching.pairs.length);
        expect(matching.falseNegatives).toBe(reference.times.length - matching.pairs.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is not the nearest pairs first: 2 pairs where that finds 1', () => {
    expect(matchEvents({ times: [0, 1] }, { times: [0.9, 2] }, { tolerance: 1 }).pairs).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('gives 0 where there is nothing', () => {
    expect(matchEvents({ times: [] }, { times: [] }, { tolerance: 1 })).toMatchObject({ precision: 0, recall: 0, fMeasure: 0, pairs: [] });
  });

  it('refuses what does not fit', () => {
    const one = { times: [1] };
    expectRefusal(() => matchEvents(one, one, { tolerance: -1 }), 'options.tolerance');
    expectRefusal(() => matchEvents(one, one, {} as never), 'options.tolerance');
    expectRefusal(() => matchEvents({ times: [1, NaN] }, one, { tolerance: 1 }), 'predicted.times', { index: [1] });
    expectRefusal(() => matchEvents(one, { times: [1], labels: [] }, { tolerance: 1 }), 'reference.labels');
    expectRefusal(() => matchEvents(one, { times: [1], labels: [1] }, { tolerance: 1 }), 'predicted.labels');
    expectRefusal(() => matchEvents({ times: [1], pitches: [1] } as never, one, { tolerance: 1 }), 'predicted.pitches');
  });
});

describe('activationScores', () => {
  it('counts all four kinds', () => {
    expect(activationScores([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])).toEqual({
      truePositives: 1,
      falsePositives: 2,
      falseNegatives: 1,
      precision: 1 / 3,
      recall: 1 / 2,
      fMeasure: 2 / 5,
    });
    expect(activationScores([0.3, 0.2], [0.3, 0.1], { threshold: 0.25 })).toMatchObject({ precision: 1, recall: 1 });
    expect(activationScores([0.5], [0.5])).toMatchObject({ truePositives: 0, fMeasure: 0 });
  });

  it('refuses what does not fit', () => {
    expectRefusal(() => activationScores([1], [1, 2]), 'predicted');
    expectRefusal(() => activationScores([NaN], [1]), 'predicted', { index: [0] });
    expectRefusal(() => activationScores([1], [NaN]), 'reference', { index: [0] });
    expectRefusal(() => activationScores([1], [1], { threshold: NaN }), 'options.threshold');
  });
});

describe('rankings', () => {
  it('rate the first right answers', () => {
    const ranks = [1, 2, 5, Infinity];
    expect([1, 2, 4, 5, 100].map((k) => topKRate(ranks, k))).toEqual([0.25, 0.5, 0.5, 0.75, 0.75]);
    expect(meanReciprocalRank(ranks)).toBe((1 + 1 / 2 + 1 / 5) / 4);
  });

  it('refuse ranks that are none', () => {
    expectRefusal(() => topKRate([], 1), 'ranks');
    expectRefusal(() => topKRate([1, 0], 1), 'ranks', { index: [1] });
    expectRefusal(() => topKRate([1], 0), 'k');
    expectRefusal(() => meanReciprocalRank([1.5]), 'ranks', { index: [0] });
    expectRefusal(() => meanReciprocalRank(3 as never), 'ranks');
  });
});
