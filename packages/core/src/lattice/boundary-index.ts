import type { Boundary } from '../problem/boundary.ts';
import { candidateColumn, candidateCount, candidateRow } from '../problem/boundary.ts';

/**
 * Boundary candidates of one item by row, columns ascending: what a solver that sweeps rows asks for. Compact sets are never
 * listed; a list of cells is sorted once per item.
 */
export class BoundaryIndex {
  /** Candidates of the item. */
  count = 0;
  private readonly boundary: Boundary;
  private item = 0;
  private rows = 0;
  private columns = 0;
  /** Candidates sorted by row, then column; only for lists of cells. */
  private order: Int32Array = new Int32Array();
  /** order[rowStart[n]] is the first candidate in row n. */
  private rowStart: Int32Array = new Int32Array(1);

  constructor(boundary: Boundary) {
    this.boundary = boundary;
  }

  /** Bytes that an index holds, once it has seen an item of so many rows and candidates. */
  static bytes(boundary: Boundary, rows: number, candidates: number): number {
    return boundary.set === 'cells' ? 4 * (rows + 1) + 4 * candidates : 0;
  }

  /** Turns to item b with its own lengths. */
  open(b: number, rows: number, columns: number): void {
    this.item = b;
    this.rows = rows;
    this.columns = columns;
    this.count = candidateCount(this.boundary, b, rows, columns);
    if (this.boundary.set !== 'cells') return;
    const { boundary, count } = this;
    if (this.order.length < count) this.order = new Int32Array(count);
    if (this.rowStart.length < rows + 1) this.rowStart = new Int32Array(rows + 1);
    const { order, rowStart } = this;
    for (let k = 0; k < count; k++) order[k] = k;
    const position = (k: number): number => candidateRow(boundary, b, k, rows) * columns + candidateColumn(boundary, b, k, columns);
    order.subarray(0, count).sort((left, right) => position(left) - position(right));
    rowStart.fill(0);
    for (let k = 0; k < count; k++) rowStart[candidateRow(boundary, b, k, rows) + 1]++;
    for (let n = 0; n < rows; n++) rowStart[n + 1] += rowStart[n];
  }

  /** How many candidates row n has. */
  rowCount(n: number): number {
    switch (this.boundary.set) {
      case 'cells':
        return this.rowStart[n + 1] - this.rowStart[n];
      case 'firstColumn':
      case 'lastColumn':
        return 1;
      case 'firstRow':
        return n === 0 ? this.columns : 0;
      case 'lastRow':
        return n === this.rows - 1 ? this.columns : 0;
      case 'corner':
        return n === (this.boundary.role === 'start' ? 0 : this.rows - 1) ? 1 : 0;
    }
  }

  /** The number of the i-th candidate of row n, counted by ascending column. */
  candidate(n: number, i: number): number {
    switch (this.boundary.set) {
      case 'cells':
        return this.order[this.rowStart[n] + i];
      case 'firstColumn':
      case 'lastColumn':
        return n;
      default:
        return i;
    }
  }

  /** The column of candidate k. */
  column(k: number): number {
    return candidateColumn(this.boundary, this.item, k, this.columns);
  }

  /** The row of candidate k. */
  row(k: number): number {
    return candidateRow(this.boundary, this.item, k, this.rows);
  }
}
