import type { Scorer } from '@rubato/decoders';
import { prefixBeamSearch } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enumerateSequences } from '../support/enumeration.ts';
import { posteriorsArbitrary } from '../support/posteriors.ts';
import type { Defined } from '../support/scorers.ts';
import { scorerKinds, scorersArbitrary } from '../support/scorers.ts';
import { slowBeamSearch } from '../support/slow-beam-search.ts';

const posteriors = posteriorsArbitrary({ frames: 5, classes: 4, leastClasses: 4 });
const kinds: [name: string, scorers: fc.Arbitrary<Defined[]>][] = [
  ...Object.entries(scorerKinds).map(([name, kind]): [string, fc.Arbitrary<Defined[]>] => [name, kind.map((defined) => [defined])]),
  ['several', scorersArbitrary],
];

describe.each(kinds)('beam search with %s', (_, scorers) => {
  it('finds every sequence with its exact score when the beam is wide', () => {
    fc.assert(
      fc.property(posteriors, scorers, fc.constantFrom(0, 'none' as const), (input, list, blank) => {
        // Without a blank class 0 is a label like others, which no word spells.
        fc.pre(
          blank === 0 ||
            !list.some(
              ({ name }) => name === 'wordLanguageModel' || name === 'labelLanguageModel' || name === 'hotWords' || name === 'lexicon',
            ),
        );
        const exact = new Map<string, number>();
        for (const [key, probability] of enumerateSequences(input, blank)) {
          const labels = key === '' ? [] : key.split(',').map(Number);
          const score = list.reduce((sum, { total }) => sum + total(labels), Math.log(probability));
          if (score > -Infinity) exact.set(key, score);
        }
        const [results] = prefixBeamSearch(input, { blank, beamWidth: 5000, topN: 5000, scorers: list.map(({ scorer }) => scorer) });
        expect(new Set(results.map(({ labels }) => labels.join()))).toEqual(new Set(exact.keys()));
        for (const { labels, score } of results) expect(score).toBeCloseTo(exact.get(labels.join())!, 9);
        for (let i = 1; i < results.length; i++) expect(results[i].score).toBeLessThanOrEqual(results[i - 1].score);
      }),
    );
  });
});

/** The same scorer without its hints on which labels have no chance. */
function withoutHints({ name, open }: Scorer): Scorer {
  return {
    name,
    open: (classes) => {
      const states = open(classes);
      return {
        reset: () => states.reset(),
        reserve: (entries) => states.reserve(entries),
        gain: (entry, label) => states.gain(entry, label),
        mostGain: () => Infinity,
        mostException: () => -Infinity,
        exceptionCount: () => 0,
        exception: () => -1,
        keep: (entry, slot) => states.keep(entry, slot),
        extend: (entry, label, slot) => states.extend(entry, label, slot),
        swap: () => states.swap(),
        finish: (entry) => states.finish(entry),
        save: (count) => states.save(count),
        restore: (columns, count, argument) => states.restore(columns, count, argument),
      };
    },
  };
}

describe('a narrow beam', () => {
  it.each(kinds)('with %s keeps what it keeps when every label is asked about', (_, scorers) => {
    fc.assert(
      fc.property(
        posteriors,
        scorers,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(Infinity, 2),
        (input, list, beamWidth, beamThreshold) => {
          const options = { beamWidth, beamThreshold, topN: beamWidth };
          const found = prefixBeamSearch(input, { ...options, scorers: list.map(({ scorer }) => scorer) });
          expect(found).toEqual(prefixBeamSearch(input, { ...options, scorers: list.map(({ scorer }) => withoutHints(scorer)) }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps what a search by the book keeps', () => {
    let compared = 0;
    fc.assert(
      fc.property(posteriors, fc.integer({ min: 1, max: 6 }), fc.constantFrom(0, 1, 'none' as const), (input, beamWidth, blank) => {
        const { results, close } = slowBeamSearch(
          input,
          blank,
          beamWidth,
          () => 0,
          () => 0,
        );
        if (close) return;
        compared++;
        const [found] = prefixBeamSearch(input, { blank, beamWidth, topN: beamWidth });
        expect(found.map(({ labels }) => [...labels])).toEqual(results.map(({ labels }) => labels));
        found.forEach(({ logProbability }, i) => expect(logProbability).toBeCloseTo(results[i].logProbability, 9));
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('settles ties as a search by the book does that keeps what it comes upon first', () => {
    for (const blank of [0, 'none'] as const) {
      for (let frames = 1; frames <= 30; frames++) {
        for (let beamWidth = 1; beamWidth <= 10; beamWidth++) {
          // Sums of such probabilities are exact, so that all ties are.
          const input = { data: new Float64Array(frames * 4).fill(1 / 4), shape: [1, frames, 4] } as const;
          const { results } = slowBeamSearch(
            input,
            blank,
            beamWidth,
            () => 0,
            () => 0,
          );
          const [found] = prefixBeamSearch(input, { blank, beamWidth, topN: beamWidth });
          expect(found.map(({ labels }) => [...labels])).toEqual(results.map(({ labels }) => labels));
        }
      }
    }
  });

  it('keeps what a search by the book keeps, with a lexicon and scores of labels', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        posteriors,
        fc.integer({ min: 1, max: 6 }),
        scorerKinds['callback'],
        scorerKinds['lexicon'],
        (input, beamWidth, one, other) => {
          const list = [one, other];
          const bonus = (labels: readonly number[]): number => list.reduce((sum, { prefix }) => sum + prefix!(labels), 0);
          const end = (labels: readonly number[]): number =>
            list.reduce((sum, { total, prefix }) => sum + total(labels) - prefix!(labels), 0);
          const { results, close } = slowBeamSearch(input, 0, beamWidth, bonus, end);
          if (close) return;
          compared++;
          const [found] = prefixBeamSearch(input, { beamWidth, topN: beamWidth, scorers: list.map(({ scorer }) => scorer) });
          expect(found.map(({ labels }) => [...labels])).toEqual(results.map(({ labels }) => labels));
          found.forEach(({ score }, i) => expect(score).toBeCloseTo(results[i].score, 9));
        },
      ),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(50);
  });
});
