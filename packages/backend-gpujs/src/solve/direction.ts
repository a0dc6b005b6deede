import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import type { HessianDirection } from '@rubato/core';
import { eachOpenCandidate, largestDirections } from '@rubato/core/fronts';
import type { Prepared } from '../lattice/prepare.ts';

/** A direction over its item's largest entry, as kernels read it. */
export interface Direction {
  readonly alongCost: boolean;
  /** [fronts, batch, places], 0 outside lengths and band. */
  readonly cells: Float32Array;
  /** How much each end candidate moves by itself, [candidates, batch]. */
  readonly ends: Float32Array;
}

/** Yields 0 now and then. */
export function* directionOf(
  problem: AlignmentProblem,
  layout: LatticeLayout,
  { cells, end }: Prepared,
  { along, direction }: HessianDirection,
): Generator<number, Direction, void> {
  const scales = largestDirections(problem, layout, direction);
  const numbers = new Float32Array(cells.size);
  yield* cells.each((b, n, m) => {
    numbers[cells.at(b, n, m)] = direction[(b * problem.rows + n) * problem.columns + m] / scales[b];
  });
  const ends = new Float32Array(end.count * problem.batch);
  // A penalty on a cell counts once, in the cell's own D.
  if (along === 'cost') {
    eachOpenCandidate(problem, problem.end, ({ b, k, n, m, multiplier }) => {
      ends[k * problem.batch + b] = multiplier * numbers[cells.at(b, n, m)];
    });
  }
  return { alongCost: along === 'cost', cells: numbers, ends };
}
