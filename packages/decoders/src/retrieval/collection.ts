import type { FeaturesCost, Parameterization } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { isList, refuse } from '../check.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import { checkFeatureSequence, featuresCost } from './feature-sequence.ts';
import { neverNegative } from './never-negative.ts';
import type { RankedDocument } from './ranked-document.ts';
import { subsequenceProblem } from './subsequence-problem.ts';
import { cheapestEnd, sweepSubsequence } from './subsequence-sweep.ts';

/** How a query is compared with documents. */
export interface Comparison {
  /** Steps and weights, with start and end free in the columns: `subsequence(dtw())`. */
  readonly parameterization: Parameterization;
  /** The local cost between a frame of the query and one of a document, by name. */
  readonly localCost: FeaturesCost['localCost'];
}

/** Refuses a collection without documents, or with one of another dimension. */
export function checkCollection(documents: readonly FeatureSequence[]): void {
  if (!isList(documents) || documents.length === 0) refuse('documents', documents, 'a list of at least one feature sequence');
  documents.forEach((document, d) => checkFeatureSequence('documents', document, [d]));
}

/** Refuses a query that is no feature sequence, or does not fit the documents. */
export function checkQuery(
  argument: string,
  query: FeatureSequence,
  documents: readonly FeatureSequence[],
  index?: readonly number[],
): void {
  checkFeatureSequence(argument, query, index);
  const other = documents.findIndex(({ shape }) => shape[1] !== query.shape[1]);
  if (other < 0) return;
  throw new InvalidArgumentError({
    argument: 'documents.shape',
    index: [other],
    found: `of dimension ${documents[other].shape[1]}`,
    expected: `dimension ${query.shape[1]}, as the query has`,
  });
}

/**
 * A query's best match in a document; undefined where the work was given up because it cannot cost less than what `hopeless` says.
 *
 * @returns yields the document's cells, those that were not visited too
 */
export function* matchDocument(
  query: FeatureSequence,
  documents: readonly FeatureSequence[],
  document: number,
  { parameterization, localCost }: Comparison,
  hopeless?: (least: number) => boolean,
): Generator<number, RankedDocument | undefined, void> {
  const problem = subsequenceProblem(parameterization, featuresCost(query, documents[document], localCost));
  const sweep = sweepSubsequence(problem, neverNegative(problem, localCost) ? hopeless : undefined);
  const cells = problem.rows * problem.columns;
  let done = 0;
  for (;;) {
    const { done: finished, value } = sweep.next();
    if (finished === true) {
      yield cells - done;
      if (value === undefined) return undefined;
      const lastColumn = cheapestEnd(value.costs);
      const cost = lastColumn < 0 ? Infinity : value.costs[lastColumn];
      const firstColumn = lastColumn < 0 ? -1 : value.starts[lastColumn];
      return { document, cost, normalisedCost: cost / query.shape[0], firstColumn, lastColumn };
    }
    done += value;
    yield value;
  }
}

/** The cells of a query and all documents. */
export function collectionCells(query: FeatureSequence, documents: readonly FeatureSequence[]): number {
  return documents.reduce((sum, { shape }) => sum + query.shape[0] * shape[0], 0);
}
