import { inWords, isList, refuse } from './check.ts';
import type { DistanceOptions } from './distance.ts';
import { createDistance } from './distance.ts';
import type { ReadSequence, Sequence } from './sequence.ts';
import { readSequence } from './sequence.ts';

export interface DistanceMatrix {
  /** The distance of sequence i from sequence j at `data[i·K + j]`. */
  readonly data: Float64Array;
  /** [K, K], K the number of sequences. */
  readonly shape: readonly [number, number];
}

/**
 * All distances within a list of sequences, by DTW or soft-DTW.
 *
 * `data[i·K + j]` is `dtw(list[i], list[j]).cost`, or the value of `softDtw`, which is no metric: it may be negative, and its
 * diagonal is not 0. Where cost, steps and band are their own mirror image each pair is computed once.
 *
 * @param list K sequences of numbers or of vectors of one dimension, of any lengths
 * @throws InvalidArgumentError naming the sequence and the first element that is wrong
 *
 * @example
 * ```ts
 * import { pairwiseDistances } from 'rubato';
 * const { data, shape } = pairwiseDistances([[1, 2, 3], [1, 2, 2, 3], [1, 5]]);
 * shape; // → [3, 3]
 * Array.from(data); // → [0, 0, 5, 0, 0, 6, 5, 6, 0]
 * ```
 */
export function pairwiseDistances(list: readonly Sequence[], options: DistanceOptions = {}): DistanceMatrix {
  const distance = createDistance(options);
  const sequences = readList(list);
  const size = sequences.length;
  const data = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const [a, b] = [sequences[i], sequences[j]];
      data[i * size + j] = distance.between(a, b);
      if (i !== j) data[j * size + i] = distance.isSymmetric(a, b) ? data[i * size + j] : distance.between(b, a);
    }
  }
  return { data, shape: [size, size] };
}

/** Reads a list of sequences. */
export function readList(list: unknown): readonly ReadSequence[] {
  if (!Array.isArray(list)) refuse('list', isList(list) ? 'one sequence' : inWords(list), 'a list of sequences');
  if (list.length === 0) refuse('list', 'empty', 'at least one sequence');
  return Array.from(list, (sequence: unknown, i) => readSequence(`list[${i}]`, sequence));
}
