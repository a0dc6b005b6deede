import type { AlignmentProblem, Boundary, BoundaryTable, StepTable } from '@rubato/core';
import { boundaryValue, candidateCount, latticeLayout, tableIndex } from '@rubato/core';

/** Whether a number of a step table fits a test; what stands in the padding, and outside of the band, is not asked. */
export function someStepNumber(problem: AlignmentProblem, table: StepTable, test: (value: number) => boolean): boolean {
  const { rows } = problem;
  const [, byRow, byColumn, depth] = table.shape;
  const { first, last } = latticeLayout(problem);
  for (let b = 0; b < problem.batch; b++) {
    let [from, to] = [Infinity, -1];
    for (let n = 0; n < rows; n++) {
      const row = b * rows + n;
      if (last[row] < first[row]) continue;
      from = Math.min(from, first[row]);
      to = Math.max(to, last[row]);
      if (byRow > 1 && inRow(b, n, first[row], last[row])) return true;
    }
    if (byRow === 1 && to >= from && inRow(b, 0, from, to)) return true;
  }
  return false;

  function inRow(b: number, n: number, from: number, to: number): boolean {
    for (let m = from; m <= (byColumn > 1 ? to : from); m++) {
      for (let s = 0; s < depth; s++) if (test(table.data[tableIndex(table, b, n, m, s)])) return true;
    }
    return false;
  }
}

/** Whether a number of a boundary table fits a test; only candidates that an item has are asked. */
export function someBoundaryNumber(
  problem: AlignmentProblem,
  boundary: Boundary,
  table: BoundaryTable,
  test: (value: number) => boolean,
): boolean {
  for (let b = 0; b < problem.batch; b++) {
    const count = candidateCount(boundary, b, problem.rowLengths[b], problem.columnLengths[b]);
    for (let k = 0; k < (table.shape[1] > 1 ? count : Math.min(count, 1)); k++) if (test(boundaryValue(table, b, k))) return true;
  }
  return false;
}
