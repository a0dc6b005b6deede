import fc from 'fast-check';
import { dtw, InvalidArgumentError, pairwiseDistances, softDtw } from 'rubato';
import type { DistanceOptions, Sequence } from 'rubato';
import { describe, expect, it } from 'vitest';

const list = fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });

/** Every entry is the one-liner's, whichever way it was computed. */
function expectOneLiners(sequences: readonly Sequence[], options: DistanceOptions, distance: (a: Sequence, b: Sequence) => number): void {
  const { data, shape } = pairwiseDistances(sequences, options);
  const K = sequences.length;
  expect(shape).toEqual([K, K]);
  sequences.forEach((a, i) =>
    sequences.forEach((b, j) => {
      const expected = distance(a, b);
      // Exchanged sums may round otherwise.
      const close = data[i * K + j] === expected || Math.abs(data[i * K + j] - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
      expect(close, `[${i}, ${j}]: ${data[i * K + j]} for ${expected}`).toBe(true);
    }),
  );
}

describe('pairwiseDistances', () => {
  const dtwOptions: Readonly<Record<string, DistanceOptions>> = {
    'the defaults': {},
    'another cost': { cost: 'absolute' },
    'mirrored weights': { stepWeights: [2, 0.5, 0.5] },
    'weights that are not mirrored': { stepWeights: [2, 0.5, 1.5] },
    'penalties that are not mirrored': { stepPenalties: [0, 3, 0] },
    'steps that are not mirrored': {
      steps: [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
    },
    'steps that are': {
      steps: [
        [1, 1],
        [2, 1],
        [1, 2],
      ],
    },
    'a band, along the second sequence': { band: { kind: 'sakoeChiba', radius: 1 } },
    'an Itakura band': { band: { kind: 'itakura', slope: 2 } },
    'the first inside the second': { subsequence: true },
  };

  for (const [name, options] of Object.entries(dtwOptions)) {
    it(`are those of dtw: ${name}`, () => {
      fc.assert(
        fc.property(list, (sequences) => expectOneLiners(sequences, options, (a, b) => dtw(a, b, options).cost)),
        { numRuns: 30 },
      );
    });
  }

  it('are those of softDtw, diagonal included', () => {
    const options = { temperature: 0.5 };
    fc.assert(
      fc.property(list, (sequences) => {
        expectOneLiners(sequences, { metric: 'softDtw', ...options }, (a, b) => softDtw(a, b, options).value);
      }),
      { numRuns: 30 },
    );
  });

  it('are not mirrored for a cost that is not', () => {
    const sequences = [[[0.2, 0.9]], [[0.5, 0.6]]];
    const { data } = pairwiseDistances(sequences, { cost: 'binaryCrossEntropy' });
    expect(data[1]).toBe(dtw(sequences[0], sequences[1], { cost: 'binaryCrossEntropy' }).cost);
    expect(data[2]).toBe(dtw(sequences[1], sequences[0], { cost: 'binaryCrossEntropy' }).cost);
    expect(data[1]).not.toBe(data[2]);
  });

  it('refuses bad input by name and index', () => {
    const call =
      (sequences: unknown, options: unknown = {}) =>
      () =>
        pairwiseDistances(sequences as Sequence[], options as DistanceOptions);
    expect(call([[1], [1, NaN]])).toThrow('list[1][1] is NaN; expected a number');
    expect(call([[[1, 2]], [[1]]])).toThrow('list[1] is a sequence of 1 numbers an element; expected 2 like list[0]');
    expect(call([[1], []])).toThrow('list[1] is empty');
    expect(call([])).toThrow('list is empty');
    expect(call([1, 2])).toThrow('list[0] is 1; expected a sequence');
    expect(call(Float64Array.of(1, 2))).toThrow('list is one sequence; expected a list of sequences');
    expect(call(new Array(1))).toThrow('list[0] is undefined');
    expect(call([[1]], { metric: 'euclidean' })).toThrow('metric is "euclidean"; expected dtw or softDtw');
    expect(call([[1]], { temperature: 1 })).toThrow('options.temperature is not an option');
    expect(call([[1]], { metric: 'softDtw', subsequence: true })).toThrow('options.subsequence is not an option');
    expect(call([[1]], { cost: null })).toThrow(InvalidArgumentError);
    expect(call([[1]], null)).toThrow(InvalidArgumentError);
  });
});
