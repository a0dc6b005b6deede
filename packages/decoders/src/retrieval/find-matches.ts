import type { AlignmentProblem, CostInput, Parameterization } from '@rubato/core';
import { createCostReader, latticeLayout } from '@rubato/core';
import { checkNumber, checkWhole } from '../check.ts';
import { DivideAndConquer, usualLeafCells } from '../long-recordings/divide-and-conquer.ts';
import type { WorkOptions } from '../long-recordings/run-work.ts';
import { checkWorkOptions, runWork } from '../long-recordings/run-work.ts';
import { subsequenceProblem } from './subsequence-problem.ts';
import { cheapestEnd, sweepSubsequence } from './subsequence-sweep.ts';

export interface FindMatchesOptions extends WorkOptions {
  /** Steps and weights, with start and end free in the columns: `subsequence(dtw())`. */
  readonly parameterization: Parameterization;
  /** The most matches. Default 1. */
  readonly count?: number;
  /** Matches that cost more per frame of the query are left out. Default: none is. */
  readonly largestNormalisedCost?: number;
}

/** A part of a document that is like the query. */
export interface Match {
  readonly cost: number;
  /** `cost / N`, N the frames of the query: matches of queries of other lengths can be compared. */
  readonly normalisedCost: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** (row, column) pairs. */
  readonly path: Int32Array;
}

/**
 * Subsequence DTW: the best matches of a whole query, the rows, in a document, the columns, no two of which overlap.
 *
 * To each column m belongs the best path that ends there, `Δ(m) = D(N-1, m)` with the cost of ending, and occupies the columns from its start to m.
 * Ends are taken in the order of `Δ(m)/N`, of equal ones the first; one whose path shares a column with a match already taken is passed over
 * (its other paths are not looked at). Work: the lattice once, and the parts of the matches again for their paths. Memory: O(N + M).
 * Source: Müller, "Fundamentals of Music Processing", Springer 2015, section 7.2.3 (matching function, subsequence DTW).
 *
 * @param cost [query frames, document frames], of any kind but `device`; `features` make no matrix
 * @returns the best match first; fewer than `count` where there are no more
 * @throws UnsupportedError for a minimum other than hardmin, and where start and end are not free; InvalidArgumentError for a wrong cost or
 * option; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { findMatches } from '@rubato/decoders';
 * import { dtw, subsequence } from '@rubato/presets';
 * const features = { x: Float64Array.of(1, 2), y: Float64Array.of(9, 1, 2, 9, 1, 3, 9), dimension: 1, localCost: { name: 'absolute' } };
 * const cost = { kind: 'features', ...features, shape: [2, 7] } as const;
 * const matches = await findMatches(cost, { parameterization: subsequence(dtw()), count: 2 });
 * matches.map((match) => [match.normalisedCost, match.firstColumn, match.lastColumn]); // → [[0, 1, 2], [0.5, 4, 4]]
 * ```
 */
export async function findMatches(cost: CostInput, options: FindMatchesOptions): Promise<Match[]> {
  checkWorkOptions(options, ['parameterization', 'count', 'largestNormalisedCost']);
  const { parameterization, count = 1, largestNormalisedCost = Infinity } = options;
  checkWhole('options.count', count, 1, 2 ** 31 - 1);
  if (largestNormalisedCost !== Infinity) checkNumber('options.largestNormalisedCost', largestNormalisedCost, -Infinity, Infinity);
  const problem = subsequenceProblem(parameterization, cost);
  return runWork(searchDocument(problem, count, largestNormalisedCost), 3 * latticeLayout(problem).cells, options);
}

function* searchDocument(problem: AlignmentProblem, count: number, largest: number): Generator<number, Match[], void> {
  const { costs, starts } = (yield* sweepSubsequence(problem))!;
  const rows = problem.rowLengths[0];
  const solver = new DivideAndConquer(problem, 0, createCostReader(problem), latticeLayout(problem), usualLeafCells(problem));
  const matches: Match[] = [];
  while (matches.length < count) {
    const lastColumn = cheapestEnd(costs);
    if (lastColumn < 0 || costs[lastColumn] / rows > largest) break;
    const firstColumn = starts[lastColumn];
    const cost = costs[lastColumn];
    const { path } = yield* solver.solve({ firstRow: 0, lastRow: rows - 1, firstColumn, lastColumn, exit: true });
    matches.push({ cost, normalisedCost: cost / rows, firstColumn, lastColumn, path });
    // Ends whose paths share a column with this one are out.
    for (let m = firstColumn; m < costs.length; m++) if (starts[m] <= lastColumn) costs[m] = Infinity;
  }
  return matches;
}
