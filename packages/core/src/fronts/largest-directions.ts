import type { LatticeLayout } from '../lattice/layout.ts';
import type { AlignmentProblem } from '../problem/problem.ts';

/**
 * The largest magnitude of a direction on each item's cells, [B], 1 where all are 0: products are computed for the direction over it. Each
 * item has its own, so that none vanishes beside a larger one.
 */
export function largestDirections(
  { batch, rows, columns }: Pick<AlignmentProblem, 'batch' | 'rows' | 'columns'>,
  { first, last }: Pick<LatticeLayout, 'first' | 'last'>,
  direction: ArrayLike<number>,
): Float64Array {
  const largest = new Float64Array(batch);
  for (let row = 0; row < batch * rows; row++) {
    const b = Math.floor(row / rows);
    for (let m = first[row]; m <= last[row]; m++) largest[b] = Math.max(largest[b], Math.abs(direction[row * columns + m]));
  }
  return largest.map((most) => (most > 0 ? most : 1));
}
