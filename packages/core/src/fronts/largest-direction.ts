import type { LatticeLayout } from '../lattice/layout.ts';
import type { AlignmentProblem } from '../problem/problem.ts';

/** The largest entry of a direction on the lattice's cells, 1 where all are 0: products are computed for the direction over it. */
export function largestDirection({ columns }: AlignmentProblem, layout: LatticeLayout, direction: ArrayLike<number>): number {
  let most = 0;
  for (let row = 0; row < layout.first.length; row++) {
    for (let m = layout.first[row]; m <= layout.last[row]; m++) most = Math.max(most, Math.abs(direction[row * columns + m]));
  }
  return most > 0 ? most : 1;
}
