import { boundaryCost } from '@rubato/core';
import { hardCell, hardThree } from '../kernels/hardmin.ts';
import type { PathPlan } from '../plan.ts';
import { Checkpoints } from './checkpoints.ts';
import { RowStore } from './row-store.ts';
import type { RowKernel, Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/** A path and what it costs; empty and `Infinity` where there is none. */
export interface BestPath {
  readonly path: Int32Array;
  readonly cost: number;
}

/**
 * The best path of one item under hardmin: accumulated costs of a few rows and one byte a cell that says which step won. Where even
 * the bytes are too many, they are kept for a block of rows only and made again from checkpoints, with the same path; where only the
 * cost is asked for, they are forgotten with the rows.
 */
export class PathSweep implements RowKernel {
  private readonly sweep: Sweep;
  private readonly plan: PathPlan;
  private readonly store: RowStore;
  private readonly pointers: Uint8Array;
  /** Row n's first byte is `cellStart[n] - pointerOrigin`. */
  private readonly cellStart: Float64Array;
  private readonly checkpoints: Checkpoints;
  /** Room for the longest path, filled from its end. */
  private readonly pairs: Int32Array;
  private pointerOrigin = 0;
  private bestEnd = -1;
  private bestEndCost = Infinity;

  constructor(sweep: Sweep, plan: PathPlan) {
    const { rows, columns } = sweep.problem;
    this.sweep = sweep;
    this.plan = plan;
    this.store = new RowStore(sweep.rows, plan.storeSize);
    this.pointers = new Uint8Array(plan.pointerBytes);
    this.cellStart = new Float64Array(rows + 1);
    this.checkpoints = new Checkpoints(plan.checkpointSize, Math.ceil(rows / plan.pointerHeight));
    this.pairs = new Int32Array(plan.traces ? 2 * (rows + columns) : 0);
  }

  /** The item that the sweep has open. Yields cells done. */
  *solve(): Generator<number, BestPath, void> {
    const {
      sweep: { rows },
      plan: { pointerHeight, traces },
      checkpoints,
      store,
    } = this;
    // The passes before may have left the rows of step costs to factors that stand in for them.
    this.sweep.useLogarithms();
    for (let n = 0; n < rows.count; n++) this.cellStart[n + 1] = this.cellStart[n] + rows.last[n] - rows.first[n] + 1;
    this.bestEnd = -1;
    this.bestEndCost = Infinity;
    checkpoints.reset();
    store.begin();
    for (let from = 0; from < rows.count; from += pointerHeight) {
      if (from > 0) {
        checkpoints.save(from / pointerHeight, from, store);
        store.advance(from);
      }
      yield* this.block(from, Math.min(rows.count, from + pointerHeight), true);
    }
    const path = this.bestEnd < 0 || !traces ? new Int32Array() : yield* this.trace();
    return { path, cost: this.bestEndCost };
  }

  /** Rows from … to - 1, the first of which the store has turned to; `collect` on the first visit, when end cells are looked at. */
  private *block(from: number, to: number, collect: boolean): Generator<number, void, void> {
    const { sweep, store, plan } = this;
    const { rows, piece } = sweep;
    this.pointerOrigin = this.cellStart[from];
    let done = 0;
    let effort = 0;
    for (let n = from; n < to; n++) {
      if (n > from && (n - from) % plan.storeHeight === 0) {
        store.advance(n);
        if (!plan.traces) this.pointerOrigin = this.cellStart[n];
      }
      store.clear(n);
      sweep.locate(n, store, sweep.positions);
      sweep.enterAtFirst();
      effort += ROW_EFFORT;
      for (let start = rows.first[n]; start <= rows.last[n];) {
        const end = Math.min(start + piece, rows.last[n] + 1);
        sweep.ascend(n, start, end, this);
        done += end - start;
        effort += end - start;
        start = end;
        if (effort >= piece) {
          yield done;
          done = 0;
          effort = 0;
        }
      }
      if (collect) this.takeEnds(n);
    }
    if (done > 0) yield done;
  }

  between(n: number, start: number, end: number): void {
    if (end <= start) return;
    const { sweep, store, pointers } = this;
    const {
      positions: p,
      stepCosts: { costs },
    } = sweep;
    const offset = start - sweep.rows.first[n];
    const own = store.base(n) + start;
    const pointer = this.pointer(n, start);
    if (p.length === 3) {
      hardThree(
        store.data,
        own,
        p[0] + start,
        p[1] + start,
        p[2] + start,
        costs[0],
        costs[1],
        costs[2],
        offset,
        end - start,
        pointers,
        pointer,
      );
      return;
    }
    for (let m = start; m < end; m++) {
      hardCell(store.data, own + m - start, p, costs, m, offset + m - start, Infinity, pointers, pointer + m - start);
    }
  }

  cell(n: number, m: number, k: number): void {
    const { sweep, store } = this;
    const {
      positions,
      stepCosts: { costs },
    } = sweep;
    const offset = m - sweep.rows.first[n];
    hardCell(store.data, store.base(n) + m, positions, costs, m, offset, sweep.startCost(n, k), this.pointers, this.pointer(n, m));
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
    const {
      sweep,
      pairs,
      plan: { pointerHeight },
    } = this;
    const { ends, structure, rows } = sweep;
    let n = ends.row(this.bestEnd);
    let m = ends.column(this.bestEnd);
    let block = Math.floor((rows.count - 1) / pointerHeight) * pointerHeight;
    for (let position = pairs.length - 2; ; position -= 2) {
      while (n < block) {
        block -= pointerHeight;
        if (block === 0) this.store.begin();
        else this.checkpoints.restore(block / pointerHeight, block, this.store);
        yield* this.block(block, block + pointerHeight, false);
      }
      pairs[position] = n;
      pairs[position + 1] = m;
      const step = this.pointers[this.pointer(n, m)];
      if (step === structure.count) return pairs.slice(position);
      n -= structure.rowsBack[step];
      m -= structure.columnsBack[step];
    }
  }
}
