import { InvalidArgumentError } from '@rubato/core';
import type { Comparison } from './collection.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import { featuresCost } from './feature-sequence.ts';
import { subsequenceProblem } from './subsequence-problem.ts';

/**
 * Refuses, before any work, numbers that the local cost does not take, under the name that the caller gave them; likewise a wrong
 * parameterization or local cost. Yields no cells, so that others have their turn.
 *
 * @param name of a query, such as `queries[1]`
 */
export function* checkNumbers(
  queries: readonly FeatureSequence[],
  name: (query: number) => string,
  documents: readonly FeatureSequence[],
  { parameterization, localCost }: Comparison,
): Generator<number, void, void> {
  const check = (q: number, d: number): void => {
    try {
      subsequenceProblem(parameterization, featuresCost(queries[q], documents[d], localCost));
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      const { argument, index, found, expected } = error;
      const owner = { 'cost.x': name(q), 'cost.y': `documents[${d}]` }[argument];
      if (owner === undefined || index === undefined) throw error;
      // The batch, core's first index, is one item.
      throw new InvalidArgumentError({ argument: `${owner}.data`, index: index.slice(1), found, expected });
    }
  };
  for (let q = 0; q < queries.length; q++) {
    check(q, 0);
    yield 0;
  }
  for (let d = 1; d < documents.length; d++) {
    check(0, d);
    yield 0;
  }
}
