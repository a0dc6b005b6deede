import { boundaryCost } from '@rubato/core';
import { hardCell, hardThree } from '../kernels/hardmin.ts';
import type { PathPlan } from '../plan.ts';
import { RowStore } from './row-store.ts';
import type { Sweep } from './sweep.ts';
import { CELLS_BETWEEN_YIELDS } from './sweep.ts';

/** A path and what it costs; empty and `Infinity` where there is none. */
export interface BestPath {
  readonly path: Int32Array;
  readonly cost: number;
}

/**
 * The best path of one item under hardmin: accumulated costs of a few rows and one byte a cell that says which step won. Where even
 * the bytes are too many, they are kept for a block of rows only and made again from checkpoints, with the same path.
 */
export class PathSweep {
  private readonly sweep: Sweep;
  private readonly plan: PathPlan;
  private readonly store: RowStore;
  private readonly pointers: Uint8Array;
  /** Row n's first byte is `cellStart[n] - cellStart[first row of the pointer block]`. */
  private readonly cellStart: Float64Array;
  private checkpoints: Float64Array[] = [];
  private pointerOrigin = 0;
  private bestEnd = -1;
  private bestEndCost = Infinity;

  constructor(sweep: Sweep, plan: PathPlan) {
    this.sweep = sweep;
    this.plan = plan;
    this.store = new RowStore(sweep.rows, plan.storeSize);
    this.pointers = new Uint8Array(plan.pointerBytes);
    this.cellStart = new Float64Array(sweep.problem.rows + 1);
  }

  /** The item that the sweep has open. Yields cells done. */
  *solve(): Generator<number, BestPath, void> {
    const { rows } = this.sweep;
    for (let n = 0; n < rows.count; n++) this.cellStart[n + 1] = this.cellStart[n] + rows.last[n] - rows.first[n] + 1;
    this.store.clearOutside();
    this.checkpoints = [];
    this.bestEnd = -1;
    this.bestEndCost = Infinity;
    const { pointerHeight } = this.plan;
    for (let from = 0; from < rows.count; from += pointerHeight) {
      if (from > 0) this.keepCheckpoint(from);
      yield* this.pointerBlock(from, Math.min(rows.count, from + pointerHeight), true);
    }
    const path = this.bestEnd < 0 ? new Int32Array() : yield* this.trace();
    return { path, cost: this.bestEndCost };
  }

  private keepCheckpoint(from: number): void {
    const checkpoint = new Float64Array(this.store.checkpointSize(from));
    this.store.save(from, checkpoint);
    this.checkpoints[from / this.plan.pointerHeight] = checkpoint;
  }

  /** Rows from … to - 1 with their bytes kept; `collect` on the first visit, when the row before is at hand. */
  private *pointerBlock(from: number, to: number, collect: boolean): Generator<number, void, void> {
    const { store, plan } = this;
    this.pointerOrigin = this.cellStart[from];
    if (from === 0) store.open(0);
    else store.restore(from, this.checkpoints[from / plan.pointerHeight]);
    const passing = new Float64Array(plan.passingSize);
    let done = 0;
    for (let n = from; n < to; n++) {
      if (n > from && (n - from) % plan.storeHeight === 0) {
        store.save(n, passing);
        store.restore(n, passing);
      }
      done += this.row(n, collect);
      if (done >= CELLS_BETWEEN_YIELDS) {
        yield done;
        done = 0;
      }
    }
    if (done > 0) yield done;
  }

  private row(n: number, collect: boolean): number {
    const { sweep, store } = this;
    const { rows, starts, positions, stepCosts: { costs } } = sweep;
    const first = rows.first[n];
    const last = rows.last[n];
    store.clear(n);
    if (last < first) return 0;
    sweep.readRow(n);
    sweep.locate(n, store, positions);
    let position = first;
    for (let i = 0; i < starts.rowCount(n); i++) {
      const k = starts.candidate(n, i);
      const m = starts.column(k);
      if (!sweep.contains(n, m)) continue;
      this.between(n, position, m);
      hardCell(store.data, store.base(n) + m, positions, costs, m, m - first, sweep.startCost(n, k), this.pointers, this.pointer(n, m));
      position = m + 1;
    }
    this.between(n, position, last + 1);
    if (collect) this.takeEnds(n);
    return last - first + 1;
  }

  private between(n: number, start: number, end: number): void {
    if (end <= start) return;
    const { sweep, store, pointers } = this;
    const { positions: p, stepCosts: { costs } } = sweep;
    const offset = start - sweep.rows.first[n];
    const own = store.base(n) + start;
    const pointer = this.pointer(n, start);
    if (p.length === 3) {
      hardThree(
        store.data, own, p[0] + start, p[1] + start, p[2] + start, costs[0], costs[1], costs[2], offset, end - start, pointers, pointer,
      );
      return;
    }
    for (let m = start; m < end; m++) {
      hardCell(store.data, own + m - start, p, costs, m, offset + m - start, Infinity, pointers, pointer + m - start);
    }
  }

  private pointer(n: number, m: number): number {
    return this.cellStart[n] - this.pointerOrigin + m - this.sweep.rows.first[n];
  }

  private takeEnds(n: number): void {
    const { sweep, store } = this;
    const { ends, problem, item, rows } = sweep;
    for (let i = 0; i < ends.rowCount(n); i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (!sweep.contains(n, m)) continue;
      const cost = store.data[store.base(n) + m] + boundaryCost(problem.end, item, k, sweep.cellCosts[m - rows.first[n]]);
      // Ties: the first in the given order, which need not be the order of rows.
      if (cost < this.bestEndCost || (cost === this.bestEndCost && cost !== Infinity && k < this.bestEnd)) {
        this.bestEndCost = cost;
        this.bestEnd = k;
      }
    }
  }

  /** From the best end back to a start, making the bytes of earlier blocks again as it comes to them. */
  private *trace(): Generator<number, Int32Array, void> {
    const { sweep, plan } = this;
    const { ends, structure, rows } = sweep;
    const pairs: number[] = [];
    let n = ends.row(this.bestEnd);
    let m = ends.column(this.bestEnd);
    let block = Math.floor((rows.count - 1) / plan.pointerHeight) * plan.pointerHeight;
    for (;;) {
      while (n < block) {
        block -= plan.pointerHeight;
        yield* this.pointerBlock(block, block + plan.pointerHeight, false);
      }
      pairs.push(m, n);
      const step = this.pointers[this.pointer(n, m)];
      if (step === structure.count) return Int32Array.from(pairs.reverse());
      n -= structure.rowsBack[step];
      m -= structure.columnsBack[step];
    }
  }
}
