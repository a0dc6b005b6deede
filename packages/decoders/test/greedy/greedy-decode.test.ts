import type { Posteriors } from '@rubato/decoders';
import { bestClasses, greedyDecode } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPaths, collapse } from '../support/enumeration.ts';
import { fromRows, posteriorsArbitrary } from '../support/posteriors.ts';
import { describeShared, readSharedJson } from '../support/shared.ts';

interface GoldenCase {
  readonly id: string;
  readonly kind: string;
  readonly blank: number;
  readonly probs: readonly (readonly number[])[];
  readonly greedy_frame_argmax: readonly number[];
  readonly greedy: readonly number[];
  readonly greedy_path_probability: number;
  readonly path: readonly number[];
  readonly collapsed: readonly number[];
}

/** Posteriors whose best path is this one. */
function oneHot(path: readonly number[], classes: number): Posteriors {
  return fromRows(path.map((label) => Array.from({ length: classes }, (_, k) => Number(k === label))));
}

describe('greedyDecode', () => {
  it('takes the path of the highest probability', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 4, classes: 4 }), fc.constantFrom(0, 1, 'none' as const), (posteriors, blank) => {
        const [{ labels, logProbability }] = greedyDecode(posteriors, { blank });
        const [, frames, classes] = posteriors.shape;
        let best = 0;
        let spelled = '';
        for (const path of allPaths(frames, classes)) {
          const probability = path.reduce((product, k, n) => product * posteriors.data[n * classes + k], 1);
          if (probability <= best) continue;
          best = probability;
          spelled = collapse(path, blank).join();
        }
        expect(Math.exp(logProbability)).toBeCloseTo(best, 10);
        expect(labels.join()).toBe(spelled);
      }),
    );
  });

  it('names the first frame of each label', () => {
    const path = [0, 1, 1, 0, 1, 2, 2, 0];
    const [{ labels, frames, logProbability }] = greedyDecode(oneHot(path, 3));
    expect([...labels]).toEqual([1, 1, 2]);
    expect([...frames]).toEqual([1, 4, 5]);
    expect(logProbability).toBe(0);
  });

  it('takes the lower class of two equal ones, before any logarithm', () => {
    expect([
      ...greedyDecode(
        fromRows([
          [0.4, 0.3, 0.3],
          [0.2, 0.4, 0.4],
        ]),
        { blank: 'none' },
      )[0].labels,
    ]).toEqual([0, 1]);
    // Neighbouring numbers with one logarithm.
    const [low, high] = [0.26000000000000023, 0.2600000000000003];
    expect(Math.log(low)).toBe(Math.log(high));
    const rows = fromRows([[low, high, 0.24, 0.24]]);
    expect([...greedyDecode(rows, { blank: 'none' })[0].labels]).toEqual([1]);
    expect([...bestClasses(rows)[0]]).toEqual([1]);
  });

  it('decodes each item of a batch by itself, whatever stands in the padding', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ batch: 3, frames: 5, classes: 4 }), fc.infiniteStream(fc.nat()), ({ data, shape }, stream) => {
        const [batch, frames, classes] = shape;
        const lengths = Array.from({ length: batch }, () => 1 + ((stream.next().value as number) % frames));
        const padded = Float64Array.from(data, (value, i) =>
          Math.floor(i / classes) % frames < lengths[Math.floor(i / classes / frames)] ? value : NaN,
        );
        const together = greedyDecode({ data: padded, shape, lengths });
        const alone = lengths.map((length, b) => {
          const start = b * frames * classes;
          return greedyDecode({ data: data.slice(start, start + length * classes), shape: [1, length, classes] })[0];
        });
        expect(together).toEqual(alone);
      }),
    );
  });

  describeShared('golden/decoding.json', () => {
    const { cases } = readSharedJson('golden/decoding.json') as { readonly cases: readonly GoldenCase[] };

    it.each(cases.filter(({ kind }) => kind === 'posterior'))('$id: the best path', (golden) => {
      const [{ labels, logProbability }] = greedyDecode(fromRows(golden.probs), { blank: golden.blank });
      expect([...labels]).toEqual(golden.greedy);
      expect(Math.exp(logProbability)).toBeCloseTo(golden.greedy_path_probability, 12);
      expect([...bestClasses(fromRows(golden.probs))[0]]).toEqual(golden.greedy_frame_argmax);
    });

    it.each(cases.filter(({ kind, path }) => kind === 'collapse' && path.length > 0))('$id: what a path spells', (golden) => {
      const [{ labels, frames }] = greedyDecode(oneHot(golden.path, Math.max(...golden.path, golden.blank, 1) + 1), {
        blank: golden.blank,
      });
      expect([...labels]).toEqual(golden.collapsed);
      expect([...frames].map((n) => golden.path[n])).toEqual(golden.collapsed);
    });
  });
});
