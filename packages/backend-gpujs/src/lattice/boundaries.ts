import type { AlignmentProblem, Boundary } from '@rubato/core';
import { boundaryValue, candidateColumn, candidateCount, candidateRow } from '@rubato/core';

type Visit = (candidate: {
  readonly b: number;
  readonly k: number;
  readonly n: number;
  readonly m: number;
  readonly multiplier: number;
  readonly penalty: number;
}) => void;

/** Visits the candidates of a boundary that are not closed. */
export function eachOpen({ batch, rowLengths, columnLengths }: AlignmentProblem, boundary: Boundary, visit: Visit): void {
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
