import type { Boundary } from '../problem/boundary.ts';
import { candidateColumn, candidateCount, candidateRow } from '../problem/boundary.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { boundaryValue } from '../problem/table.ts';
import type { CellIndex } from './cell-index.ts';
import type { CostSource } from './cost-source.ts';
import { FORBIDDEN } from './sentinels.ts';

/** A start or end candidate that is not closed: number k of item b, at cell (n, m). */
export interface OpenCandidate {
  readonly b: number;
  readonly k: number;
  readonly n: number;
  readonly m: number;
  readonly multiplier: number;
  readonly penalty: number;
}

/** Visits the candidates of a boundary that are not closed. */
export function eachOpenCandidate(
  { batch, rowLengths, columnLengths }: AlignmentProblem,
  boundary: Boundary,
  visit: (candidate: OpenCandidate) => void,
): void {
  for (let b = 0; b < batch; b++) {
    const [rows, columns] = [rowLengths[b], columnLengths[b]];
    for (let k = 0; k < candidateCount(boundary, b, rows, columns); k++) {
      const multiplier = boundaryValue(boundary.multiplier, b, k);
      const penalty = boundaryValue(boundary.penalty, b, k);
      if (multiplier === Infinity || penalty === Infinity) continue;
      visit({ b, k, n: candidateRow(boundary, b, k, rows), m: candidateColumn(boundary, b, k, columns), multiplier, penalty });
    }
  }
}

/**
 * What a candidate adds, `multiplier·C + penalty`, in units; the sentinel where its cell is forbidden. Summed in float64, for the two
 * terms may cancel: a difference of float32 numbers would keep the rounding of the larger ones.
 */
export function candidateCost(
  { b, n, m, multiplier, penalty }: OpenCandidate,
  source: CostSource,
  cells: CellIndex,
  unit: ArrayLike<number>,
): number {
  const cost = cells.has(b, n, m) ? source.data[source.index(b, n, m)] : Infinity;
  return cost === Infinity ? FORBIDDEN : (multiplier * cost + penalty) / unit[b];
}
