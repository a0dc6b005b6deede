import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import type { Fronts } from '@rubato/core/fronts';

/** Where cells stand in arrays [fronts, batch, places]. */
export class CellIndex {
  readonly fronts: Fronts;
  readonly batch: number;
  /** Numbers of one front: batch times places. */
  readonly width: number;
  /** Numbers of all fronts. */
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

  at(b: number, n: number, m: number): number {
    const { fronts, batch } = this;
    return (fronts.front(n, m) * batch + b) * fronts.length + fronts.place(n, m);
  }

  /** Visits the cells inside lengths and band. */
  each(visit: (b: number, n: number, m: number, at: number) => void): void {
    const { first, last } = this.layout;
    for (let row = 0; row < this.batch * this.rows; row++) {
      const b = Math.floor(row / this.rows);
      const n = row % this.rows;
      for (let m = first[row]; m <= last[row]; m++) visit(b, n, m, this.at(b, n, m));
    }
  }
}
