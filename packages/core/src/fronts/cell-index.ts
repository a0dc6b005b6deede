import type { LatticeLayout } from '../lattice/layout.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { Fronts } from './fronts.ts';

/** Few enough to be visited within a millisecond or two. */
const CELLS_AT_ONCE = 2 ** 14;

/** Where cells stand in arrays [fronts, planes, batch, places]: a front is one piece, and a plane of it one number of each cell. */
export class CellIndex {
  readonly fronts: Fronts;
  readonly batch: number;
  /** Numbers of a plane: batch times places. */
  readonly width: number;
  /** Numbers of one plane of all fronts. */
  readonly size: number;
  private readonly rows: number;
  private readonly layout: LatticeLayout;

  constructor({ batch, rows }: AlignmentProblem, layout: LatticeLayout, fronts: Fronts) {
    this.fronts = fronts;
    this.batch = batch;
    this.width = batch * fronts.length;
    this.size = fronts.count * this.width;
    this.rows = rows;
    this.layout = layout;
  }

  /** Where cell (n, m) of item b stands in one of some planes. */
  at(b: number, n: number, m: number, plane = 0, planes = 1): number {
    const { fronts, batch } = this;
    return ((fronts.front(n, m) * planes + plane) * batch + b) * fronts.length + fronts.place(n, m);
  }

  /** Is the cell inside lengths and band? */
  has(b: number, n: number, m: number): boolean {
    const row = b * this.rows + n;
    return m >= this.layout.first[row] && m <= this.layout.last[row];
  }

  /** Visits the cells inside lengths and band; yields 0 now and then. */
  *each(visit: (b: number, n: number, m: number) => void): Generator<number, void, void> {
    const { first, last } = this.layout;
    let visited = 0;
    for (let row = 0; row < this.batch * this.rows; row++) {
      const b = Math.floor(row / this.rows);
      const n = row % this.rows;
      for (let m = first[row]; m <= last[row]; m++) visit(b, n, m);
      visited += Math.max(0, last[row] - first[row] + 1);
      if (visited < CELLS_AT_ONCE) continue;
      visited = 0;
      yield 0;
    }
  }
}
