import { checkWhole } from '../check.ts';
import type { WorkOptions } from '../long-recordings/run-work.ts';
import { checkWorkOptions, runWork } from '../long-recordings/run-work.ts';
import { checkNumbers } from './check-numbers.ts';
import type { Comparison } from './collection.ts';
import { checkCollection, checkQuery, collectionCells, matchDocument } from './collection.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { RankedDocument } from './ranked-document.ts';
import { compareDocuments } from './ranked-document.ts';

export interface RankCollectionOptions extends Comparison, WorkOptions {
  /** The most documents to return. Default: all. With few, most of the work for the others is saved. */
  readonly count?: number;
}

/** A collection in the order of how well a query matches. */
export interface CollectionRanking {
  /** The best first; of equal ones the first in the collection. */
  readonly documents: readonly RankedDocument[];
  /** Documents whose work was given up early, because they could not be among the best `count`. */
  readonly abandoned: number;
}

/**
 * Ranks the documents of a collection by a query's best match in each (subsequence DTW), the cheapest first.
 *
 * With `count` the work for a document ends after a row of the query whose least accumulated cost is not below that of the worst document
 * still in the list: where nothing negative is added (the costs `absolute`, `cosine`, `euclidean`, `halfSquaredEuclidean`, `huber`,
 * `squaredEuclidean`, `negativeLogLikelihood` of probabilities and weighted sums of them) no match can then be cheaper, and the answer is
 * that without pruning, to the bit. With other costs all work is done.
 * Sources: Müller, "Fundamentals of Music Processing", Springer 2015, section 7.2.3; Rakthanmanon et al., "Searching and mining trillions of
 * time series subsequences under dynamic time warping", KDD 2012, section 3 (early abandoning).
 *
 * @param query [frames, dimension]
 * @param documents [frames, dimension] each
 * @throws UnsupportedError for a minimum other than hardmin, and where start and end are not free; InvalidArgumentError for features or
 * options that are wrong; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { rankCollection } from '@rubato/decoders';
 * import { dtw, subsequence } from '@rubato/presets';
 * const features = (...values: number[]) => ({ data: Float64Array.from(values), shape: [values.length, 1] as const });
 * const collection = [features(5, 5, 5), features(9, 1, 2, 3, 9), features(1, 3, 3)];
 * const options = { parameterization: subsequence(dtw()), localCost: { name: 'absolute' } };
 * const { documents } = await rankCollection(features(1, 2, 3), collection, options);
 * documents.map(({ document, cost }) => [document, cost]); // → [[1, 0], [2, 1], [0, 9]]
 * ```
 */
export async function rankCollection(
  query: FeatureSequence,
  documents: readonly FeatureSequence[],
  options: RankCollectionOptions,
): Promise<CollectionRanking> {
  checkWorkOptions(options, ['parameterization', 'localCost', 'count']);
  const { count = Infinity } = options;
  if (count !== Infinity) checkWhole('options.count', count, 1, 2 ** 31 - 1);
  checkCollection(documents);
  checkQuery('query', query, documents);
  return runWork(rank(query, documents, options, count), collectionCells(query, documents), options);
}

function* rank(
  query: FeatureSequence,
  documents: readonly FeatureSequence[],
  comparison: Comparison,
  count: number,
): Generator<number, CollectionRanking, void> {
  yield* checkNumbers([query], () => 'query', documents, comparison);
  const best: RankedDocument[] = [];
  let abandoned = 0;
  for (let d = 0; d < documents.length; d++) {
    // Of equal documents the earlier one wins, so that at the same cost there is no hope either.
    const limit = best.length < count ? undefined : best[count - 1].cost;
    const hopeless = limit === undefined ? undefined : (least: number): boolean => least >= limit;
    const found = yield* matchDocument(query, documents, d, comparison, hopeless);
    if (found === undefined) {
      abandoned++;
      continue;
    }
    const place = best.findIndex((other) => compareDocuments(found, other) < 0);
    best.splice(place < 0 ? best.length : place, 0, found);
    if (best.length > count) best.pop();
  }
  return { documents: best, abandoned };
}
