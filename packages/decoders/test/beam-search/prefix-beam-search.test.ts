import type { BeamSearchOptions, BeamSearchResult, Posteriors } from '@rubato/decoders';
import { greedyDecode, prefixBeamSearch } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPaths, collapse, enumerateSequences } from '../support/enumeration.ts';
import { expectRefusal } from '../support/errors.ts';
import { fromRows, posteriorsArbitrary } from '../support/posteriors.ts';
import { describeShared, readSharedJson } from '../support/shared.ts';

const blanks = fc.constantFrom(0, 1, 'none' as const);
const everything = { beamWidth: 100_000, topN: 100_000 } as const;

function first(posteriors: Posteriors, options: BeamSearchOptions): BeamSearchResult[] {
  return prefixBeamSearch(posteriors, options)[0];
}

describe('prefixBeamSearch', () => {
  it('finds every label sequence with its exact probability when the beam is wide', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 5, classes: 4 }), blanks, (posteriors, blank) => {
        const exact = enumerateSequences(posteriors, blank);
        const results = first(posteriors, { ...everything, blank });
        const possible = [...exact.values()].filter((probability) => probability > 0).length;
        expect(results.length).toBe(possible);
        for (const { labels, logProbability, score } of results) {
          expect(Math.exp(logProbability)).toBeCloseTo(exact.get(labels.join()) ?? NaN, 12);
          expect(score).toBe(logProbability);
        }
        for (let i = 1; i < results.length; i++) expect(results[i].score).toBeLessThanOrEqual(results[i - 1].score);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps lower bounds in a narrow beam, and at most as many as asked', () => {
    fc.assert(
      fc.property(
        posteriorsArbitrary({ frames: 6, classes: 3 }),
        blanks,
        fc.integer({ min: 1, max: 4 }),
        (posteriors, blank, beamWidth) => {
          const exact = enumerateSequences(posteriors, blank);
          const results = first(posteriors, { blank, beamWidth, topN: 3 });
          expect(results.length).toBeGreaterThan(0);
          expect(results.length).toBeLessThanOrEqual(Math.min(3, beamWidth));
          for (const { labels, logProbability } of results) {
            expect(Math.exp(logProbability)).toBeLessThanOrEqual((exact.get(labels.join()) ?? NaN) + 1e-12);
          }
        },
      ),
    );
  });

  it('says in which frame each label begins on the best path', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 5, classes: 3 }), blanks, (posteriors, blank) => {
        const [, frames, classes] = posteriors.shape;
        const log = (path: readonly number[]): number => path.reduce((sum, k, n) => sum + Math.log(posteriors.data[n * classes + k]), 0);
        const best = new Map<string, number>();
        for (const path of allPaths(frames, classes)) {
          const key = collapse(path, blank).join();
          best.set(key, Math.max(best.get(key) ?? -Infinity, log(path)));
        }
        for (const { labels, frames: onsets } of first(posteriors, { ...everything, blank, frames: true })) {
          // Some path with these labels and onsets is as probable as the best with these labels.
          let most = -Infinity;
          for (const path of allPaths(frames, classes)) {
            if (collapse(path, blank).join() !== labels.join()) continue;
            const begins = path.flatMap((k, n) => (k !== blank && k !== path[n - 1] ? [n] : []));
            if (begins.join() === onsets!.join()) most = Math.max(most, log(path));
          }
          expect(onsets!.length).toBe(labels.length);
          expect(most).toBeCloseTo(best.get(labels.join())!, 10);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('says it of the best of the paths that the beam kept', () => {
    const rows = [
      [0.2, 0.3, 0.5],
      [0.42, 0.48, 0.1],
      [0.3, 0.7, 0],
      [0.6, 0.3, 0.1],
    ];
    // Of "2 1" the path 2 1 1 - is best; after two frames a beam of one prefix holds "2" (0.26) and not "2 1" (0.24).
    for (const [beamWidth, frames] of [
      [100, [0, 1]],
      [1, [0, 2]],
    ] as const) {
      const found = prefixBeamSearch(fromRows(rows), { beamWidth, topN: 100, frames: true })[0];
      expect(found.find(({ labels }) => labels.join() === '2,1')!.frames).toEqual(Int32Array.from(frames));
    }
  });

  it('decodes each item of a batch by itself, whatever stands in the padding, in both precisions', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ batch: 3, frames: 5, classes: 4 }), fc.infiniteStream(fc.nat()), ({ data, shape }, stream) => {
        const [batch, frames, classes] = shape;
        const lengths = Array.from({ length: batch }, () => 1 + ((stream.next().value as number) % frames));
        const options = { beamWidth: 5, topN: 5, frames: true };
        const inside = (i: number): boolean => Math.floor(i / classes) % frames < lengths[Math.floor(i / classes / frames)];
        const padded = Float32Array.from(data, (value, i) => (inside(i) ? value : NaN));
        const alone = lengths.map((length, b) => {
          const start = b * frames * classes;
          return first({ data: Float64Array.from(padded.slice(start, start + length * classes)), shape: [1, length, classes] }, options);
        });
        expect(prefixBeamSearch({ data: padded, shape, lengths }, options)).toEqual(alone);
      }),
    );
  });

  it('takes classes below the token threshold as impossible', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 4, classes: 4 }), blanks, (posteriors, blank) => {
        const threshold = 0.2;
        const [, , classes] = posteriors.shape;
        const left = Float64Array.from(posteriors.data, (value, i) => {
          const row = posteriors.data.slice(i - (i % classes), i - (i % classes) + classes);
          return value < threshold && value < Math.max(...row) ? 0 : value;
        });
        const exact = enumerateSequences({ ...posteriors, data: left }, blank);
        const results = first(posteriors, { ...everything, blank, tokenThreshold: Math.log(threshold) });
        for (const { labels, logProbability } of results) expect(Math.exp(logProbability)).toBeCloseTo(exact.get(labels.join())!, 12);
        expect(results.length).toBe([...exact.values()].filter((probability) => probability > 0).length);
      }),
    );
  });

  it('drops what lies further below the best than the beam threshold', () => {
    fc.assert(
      fc.property(
        posteriorsArbitrary({ frames: 5, classes: 4 }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (posteriors, beamThreshold) => {
          const results = first(posteriors, { ...everything, beamThreshold });
          for (const { score } of results) expect(results[0].score - score).toBeLessThanOrEqual(beamThreshold);
          const [, , classes] = posteriors.shape;
          // One frame: nothing else can have been dropped.
          const one = { data: posteriors.data.slice(0, classes), shape: [1, 1, classes] } as const;
          const all = first(one, everything);
          const near = all.filter(({ score }) => score >= all[0].score - beamThreshold);
          expect(first(one, { ...everything, beamThreshold })).toEqual(near);
        },
      ),
    );
  });

  it('follows the best path in a beam of one prefix without doubt', () => {
    const path = [0, 1, 1, 0, 1, 2, 2, 0, 3];
    const posteriors = fromRows(path.map((label) => [0, 1, 2, 3].map((k) => Number(k === label))));
    const [result] = first(posteriors, { beamWidth: 1, frames: true });
    expect(result).toEqual({ ...greedyDecode(posteriors)[0], score: 0 });
  });

  it('stays small and right over many frames', () => {
    // Two labels take turns; the beam must drop nodes many times.
    const rows = Array.from({ length: 5000 }, (_, n) =>
      n % 2 === 0 ? [0.98, 0.01, 0.01] : n % 4 === 1 ? [0.05, 0.9, 0.05] : [0.05, 0.05, 0.9],
    );
    const [result] = first(fromRows(rows), { beamWidth: 8, frames: true });
    expect(result.labels).toEqual(Int32Array.from({ length: 2500 }, (_, l) => 1 + (l % 2)));
    expect(result.frames).toEqual(Int32Array.from({ length: 2500 }, (_, l) => 2 * l + 1));
  });

  it('refuses options that are none', () => {
    const posteriors = fromRows([[0.5, 0.5]]);
    expectRefusal(() => prefixBeamSearch(posteriors, { beamWidth: 0 }), 'options.beamWidth');
    expectRefusal(() => prefixBeamSearch(posteriors, { beamwidth: 3 } as never), 'options.beamwidth');
    expectRefusal(() => prefixBeamSearch(posteriors, { tokenThreshold: 1 }), 'options.tokenThreshold');
    expectRefusal(() => prefixBeamSearch(posteriors, { beamThreshold: NaN }), 'options.beamThreshold');
    expectRefusal(() => prefixBeamSearch(posteriors, { topN: 1.5 }), 'options.topN');
    expectRefusal(() => prefixBeamSearch(posteriors, { frames: 1 as never }), 'options.frames');
    expectRefusal(() => prefixBeamSearch(posteriors, { blank: 2 }), 'options.blank');
  });

  describeShared('golden/decoding.json', () => {
    interface GoldenCase {
      readonly id: string;
      readonly kind: string;
      readonly blank: number;
      readonly probs: readonly (readonly number[])[];
      readonly sequences: readonly (readonly [labels: readonly number[], probability: number])[];
      readonly prefixes?: readonly (readonly [labels: readonly number[], probability: number])[];
    }
    const { cases } = readSharedJson('golden/decoding.json') as { readonly cases: readonly GoldenCase[] };

    it.each(cases.filter(({ kind }) => kind === 'posterior'))('$id: every sequence in order, every probability', (golden) => {
      const results = first(fromRows(golden.probs), { ...everything, blank: golden.blank });
      expect(results.map(({ labels }) => [...labels])).toEqual(golden.sequences.map(([labels]) => labels));
      golden.sequences.forEach(([, probability], i) =>
        expect(Math.abs(Math.exp(results[i].logProbability) - probability)).toBeLessThan(1e-12),
      );
      for (const [prefix, probability] of golden.prefixes ?? []) {
        const begun = results.filter(({ labels }) => prefix.every((label, l) => labels[l] === label));
        const sum = begun.reduce((total, { logProbability }) => total + Math.exp(logProbability), 0);
        expect(Math.abs(sum - probability)).toBeLessThan(1e-12);
      }
    });

    it.each(cases.filter(({ kind }) => kind === 'posterior'))('$id: in float32', (golden) => {
      const data = Float32Array.from(golden.probs.flat());
      const results = first({ data, shape: [1, golden.probs.length, golden.probs[0].length] }, { ...everything, blank: golden.blank });
      const found = new Map(results.map(({ labels, logProbability }) => [labels.join(), Math.exp(logProbability)]));
      for (const [labels, probability] of golden.sequences) expect(Math.abs(found.get(labels.join())! - probability)).toBeLessThan(1e-5);
    });
  });
});
