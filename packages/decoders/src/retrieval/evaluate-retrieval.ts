import { InvalidArgumentError } from '@rubato/core';
import { meanReciprocalRank, topKRate } from '../alignment-evaluation/ranking-scores.ts';
import { checkWhole, isList, refuse } from '../check.ts';
import type { WorkOptions } from '../long-recordings/run-work.ts';
import { checkWorkOptions, runWork } from '../long-recordings/run-work.ts';
import { checkNumbers } from './check-numbers.ts';
import type { Comparison } from './collection.ts';
import { checkCollection, checkQuery, collectionCells, matchDocument } from './collection.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { RankedDocument } from './ranked-document.ts';
import { compareDocuments } from './ranked-document.ts';

export interface EvaluateRetrievalOptions extends Comparison, WorkOptions {
  /** The indices of the documents that are right answers to each query. */
  readonly relevant: readonly ArrayLike<number>[];
  /** The k of the top-k rates. Default 1, 5, 10. */
  readonly topK?: readonly number[];
}

/** How well queries find their documents. */
export interface RetrievalEvaluation {
  /** The rank of each query's first right answer, from 1; `Infinity` where none has a path. */
  readonly ranks: Float64Array;
  /** The share of queries with a right answer among the first k. */
  readonly topKRates: readonly { readonly k: number; readonly rate: number }[];
  readonly meanReciprocalRank: number;
}

/**
 * A retrieval experiment: ranks a collection for each query and measures where the first right answer stands, as in theme retrieval.
 *
 * `rank = 1 + #{documents before the best right answer in the order of rankCollection}`. Right answers are matched first; every other document
 * is given up as soon as it cannot come before them, where that is exact.
 * Source: Zalkow & Müller, "CTC-based learning of chroma features for score-audio music retrieval", IEEE/ACM TASLP 29, 2021, section V
 * (themes as queries, subsequence DTW, top-k rates, mean reciprocal rank).
 *
 * @param queries [frames, dimension] each: themes as chroma, for example
 * @param documents [frames, dimension] each: recordings as chroma or posteriors
 * @throws as rankCollection; InvalidArgumentError for a query without a right answer, or an index outside the collection
 *
 * @example
 * ```ts
 * import { evaluateRetrieval } from '@rubato/decoders';
 * import { dtw, subsequence } from '@rubato/presets';
 * const features = (...values: number[]) => ({ data: Float64Array.from(values), shape: [values.length, 1] as const });
 * const collection = [features(5, 5, 5), features(9, 1, 2, 3, 9), features(1, 3, 3)];
 * const comparison = { parameterization: subsequence(dtw()), localCost: { name: 'absolute' } };
 * const { ranks, meanReciprocalRank } = await evaluateRetrieval([features(1, 2), features(1, 2, 3)], collection, { ...comparison, relevant: [[1], [0, 2]] });
 * [Array.from(ranks), meanReciprocalRank]; // → [[1, 2], 0.75]
 * ```
 */
export async function evaluateRetrieval(
  queries: readonly FeatureSequence[],
  documents: readonly FeatureSequence[],
  options: EvaluateRetrievalOptions,
): Promise<RetrievalEvaluation> {
  checkWorkOptions(options, ['parameterization', 'localCost', 'relevant', 'topK']);
  const { relevant, topK = [1, 5, 10] } = options;
  checkCollection(documents);
  if (!isList(queries) || queries.length === 0) refuse('queries', queries, 'a list of at least one feature sequence');
  queries.forEach((query, q) => checkQuery('queries', query, documents, [q]));
  checkRelevant(relevant, queries.length, documents.length);
  if (!isList(topK)) refuse('options.topK', topK, 'a list of whole numbers');
  topK.forEach((k, i) => checkWhole('options.topK', k, 1, Number.MAX_SAFE_INTEGER, [i]));
  const cells = queries.reduce((sum, query) => sum + collectionCells(query, documents), 0);
  const ranks = await runWork(findRanks(queries, documents, options), cells, options);
  return {
    ranks,
    topKRates: topK.map((k) => ({ k, rate: topKRate(ranks, k) })),
    meanReciprocalRank: meanReciprocalRank(ranks),
  };
}

function* findRanks(
  queries: readonly FeatureSequence[],
  documents: readonly FeatureSequence[],
  options: EvaluateRetrievalOptions,
): Generator<number, Float64Array, void> {
  yield* checkNumbers(queries, (q) => `queries[${q}]`, documents, options);
  const ranks = new Float64Array(queries.length);
  for (const [q, query] of queries.entries()) {
    const right = new Set(Array.from(options.relevant[q]));
    let best: RankedDocument | undefined;
    for (const d of right) {
      const limit = best?.cost;
      const found = yield* matchDocument(query, documents, d, options, limit === undefined ? undefined : (least) => least > limit);
      if (found !== undefined && (best === undefined || compareDocuments(found, best) < 0)) best = found;
    }
    const { cost, document } = best!;
    ranks[q] = cost === Infinity ? Infinity : 1;
    if (cost === Infinity) continue;
    for (let d = 0; d < documents.length; d++) {
      if (right.has(d)) continue;
      const found = yield* matchDocument(query, documents, d, options, (least) => least > cost || (least === cost && d > document));
      if (found !== undefined && compareDocuments(found, best!) < 0) ranks[q]++;
    }
  }
  return ranks;
}

function checkRelevant(relevant: readonly ArrayLike<number>[], queries: number, documents: number): void {
  if (!isList(relevant) || relevant.length !== queries) refuse('options.relevant', relevant, `a list of ${queries} lists of documents`);
  relevant.forEach((right: unknown, q) => {
    if (!isList(right)) refuse('options.relevant', right, 'a list of documents', [q]);
    if (right.length === 0) {
      throw new InvalidArgumentError({ argument: 'options.relevant', index: [q], found: 'empty', expected: 'at least one right answer' });
    }
    for (let i = 0; i < right.length; i++) checkWhole('options.relevant', right[i], 0, documents - 1, [q, i]);
  });
}
