import { inWords, refuse } from './check.ts';
import type { DistanceOptions } from './distance.ts';
import { createDistance } from './distance.ts';
import { readList } from './pairwise-distances.ts';
import type { Sequence } from './sequence.ts';
import { readSequence } from './sequence.ts';

export interface Neighbour {
  /** Where it stands in the list. */
  readonly index: number;
  readonly distance: number;
}

/**
 * The k sequences of a list that are nearest to a query, by DTW or soft-DTW, nearest first.
 *
 * Ties go to the lower index. Sequences that no path connects with the query are left out, so that fewer than k may come. With
 * `subsequence: true` the query is looked for inside each sequence.
 *
 * @param query a sequence of numbers or vectors
 * @param list sequences of the same dimension, of any lengths
 * @param k how many, from 1 to the length of the list
 * @throws InvalidArgumentError naming the sequence and the first element that is wrong, or k
 *
 * @example
 * ```ts
 * import { nearestNeighbours } from 'rubato';
 * nearestNeighbours([1, 2], [[5, 6], [1, 1, 2], [1, 3]], 2); // → [{ index: 1, distance: 0 }, { index: 2, distance: 1 }]
 * ```
 */
export function nearestNeighbours(query: Sequence, list: readonly Sequence[], k: number, options: DistanceOptions = {}): Neighbour[] {
  const distance = createDistance(options);
  const read = readSequence('query', query);
  const sequences = readList(list);
  if (!Number.isInteger(k) || k < 1 || k > sequences.length) refuse('k', inWords(k), `a whole number from 1 to ${sequences.length}`);
  return sequences
    .map((sequence, index): Neighbour => ({ index, distance: distance.between(read, sequence) }))
    .filter((neighbour) => neighbour.distance < Infinity)
    .toSorted((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, k);
}
