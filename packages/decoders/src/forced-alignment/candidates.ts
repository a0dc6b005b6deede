import type { AlignmentProblem, Boundary } from '@rubato/core';
import { boundaryValue, candidateColumn, candidateCount, candidateRow } from '@rubato/core';

/** The start or end cells of one item that are open, as plain lists. */
export interface Candidates {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly multipliers: Float64Array;
  readonly penalties: Float64Array;
}

export function readCandidates(problem: AlignmentProblem, boundary: Boundary, item: number): Candidates {
  const rows = problem.rowLengths[item];
  const columns = problem.columnLengths[item];
  const open: number[] = [];
  const count = candidateCount(boundary, item, rows, columns);
  for (let k = 0; k < count; k++) {
    const closed = boundaryValue(boundary.penalty, item, k) === Infinity || boundaryValue(boundary.multiplier, item, k) === Infinity;
    if (!closed) open.push(k);
  }
  return {
    rows: Int32Array.from(open, (k) => candidateRow(boundary, item, k, rows)),
    columns: Int32Array.from(open, (k) => candidateColumn(boundary, item, k, columns)),
    multipliers: Float64Array.from(open, (k) => boundaryValue(boundary.multiplier, item, k)),
    penalties: Float64Array.from(open, (k) => boundaryValue(boundary.penalty, item, k)),
  };
}

/** Cells of one block's start or end as they are collected: relative to the block, with what they cost. */
export class BoundaryCells {
  readonly cells: (readonly [number, number])[] = [];
  readonly multiplier: number[] = [];
  readonly penalty: number[] = [];

  add(row: number, column: number, multiplier: number, penalty: number): void {
    this.cells.push([row, column]);
    this.multiplier.push(multiplier);
    this.penalty.push(penalty);
  }
}
