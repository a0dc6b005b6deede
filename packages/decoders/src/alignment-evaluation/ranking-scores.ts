import { InvalidArgumentError } from '@rubato/core';
import { checkWhole, isList, refuse } from '../check.ts';

/**
 * The share of queries whose first right answer is among the first k: `#{q : rank_q ≤ k} / Q`.
 *
 * @param ranks the rank of each query's first right answer, from 1; `Infinity` where it was not found
 * @param k at least 1
 * @throws InvalidArgumentError for no query, a rank that is none, and a k that is none
 *
 * @example
 * ```ts
 * import { topKRate } from '@rubato/decoders';
 * [topKRate([1, 3, 7, Infinity], 1), topKRate([1, 3, 7, Infinity], 5)]; // → [0.25, 0.5]
 * ```
 */
export function topKRate(ranks: ArrayLike<number>, k: number): number {
  checkRanks(ranks);
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  return mean(ranks, (rank) => Number(rank <= k));
}

/**
 * The mean reciprocal rank `1/Q·Σ_q 1/rank_q`; an answer that was not found counts 0.
 *
 * Source: Voorhees, "The TREC-8 question answering track report", 1999.
 *
 * @param ranks the rank of each query's first right answer, from 1; `Infinity` where it was not found
 * @throws InvalidArgumentError for no query, and a rank that is none
 *
 * @example
 * ```ts
 * import { meanReciprocalRank } from '@rubato/decoders';
 * meanReciprocalRank([1, 2, 4, Infinity]); // → 1.75 / 4
 * ```
 */
export function meanReciprocalRank(ranks: ArrayLike<number>): number {
  checkRanks(ranks);
  return mean(ranks, (rank) => 1 / rank);
}

function checkRanks(ranks: ArrayLike<number>): void {
  if (!isList(ranks)) refuse('ranks', ranks, 'a list of ranks');
  if (ranks.length === 0) throw new InvalidArgumentError({ argument: 'ranks', found: 'empty', expected: 'at least one query' });
  for (let q = 0; q < ranks.length; q++) {
    const rank = ranks[q];
    if (rank !== Infinity && !(Number.isInteger(rank) && rank >= 1)) {
      refuse('ranks', rank, 'a whole number of at least 1, or Infinity', [q]);
    }
  }
}

function mean(ranks: ArrayLike<number>, of: (rank: number) => number): number {
  let sum = 0;
  for (let q = 0; q < ranks.length; q++) sum += of(ranks[q]);
  return sum / ranks.length;
}
