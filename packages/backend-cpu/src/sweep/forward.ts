import { boundaryCost } from '@rubato/core';
import { forwardExtended } from '../kernels/extended.ts';
import { forwardHardThree } from '../kernels/hardmin.ts';
import { forwardThree, forwardTwo } from '../kernels/softmin.ts';
import { forwardShared } from './shared-kernels.ts';
import type { RowStore } from './row-store.ts';
import type { RowKernel, Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/** The forward pass of one item, row by row, into a store. */
export class Forward implements RowKernel {
  /** D + end cost of each end candidate, for the item that is open; filled as rows go by. */
  readonly endCosts: Float64Array;
  /** How D moves along the direction of a Hessian product, and the ends with it. */
  readonly endMoves: Float64Array;
  private readonly sweep: Sweep;
  private readonly store: RowStore;
  /** Only for a Hessian product: moves of D, in rows like D's own. */
  private readonly moves: RowStore | undefined;
  private readonly fast: boolean;
  /** A row of D, where it is asked for and held otherwise. */
  private readonly row: Float64Array;

  /** @param ends the most end candidates that an item has */
  constructor(sweep: Sweep, store: RowStore, moves: RowStore | undefined, ends: number) {
    this.sweep = sweep;
    this.store = store;
    this.moves = moves;
    this.fast = sweep.structure.softKernels || sweep.structure.hardKernels;
    this.row = new Float64Array(Forward.rowLength(sweep));
    this.endCosts = new Float64Array(ends);
    this.endMoves = new Float64Array(moves === undefined ? 0 : ends);
  }

  /** Numbers of scratch for a row of D. */
  static rowLength({ request, structure, problem }: Pick<Sweep, 'request' | 'structure' | 'problem'>): number {
    return structure.softKernels && request.accumulatedCost === true ? problem.columns : 0;
  }

  /** Makes ready for the item that the sweep has open, at its first row. */
  open(): void {
    this.store.hold(this.sweep.extended, this.sweep.gamma);
    this.endCosts.fill(Infinity);
    this.endMoves.fill(0);
    this.begin();
  }

  /** Goes back to the first row. */
  begin(): void {
    this.store.begin();
    this.moves?.begin();
  }

  /** Computes rows from … to - 1, which the store's block holds; `collect` on the first visit only. Yields cells done. */
  *block(from: number, to: number, collect: boolean): Generator<number, void, void> {
    const { sweep, store } = this;
    const { rows, piece } = sweep;
    let done = 0;
    let effort = 0;
    for (let n = from; n < to; n++) {
      const first = rows.first[n];
      const last = rows.last[n];
      store.clear(n);
      this.moves?.clear(n);
      sweep.locate(n, store, sweep.positions);
      sweep.enterAtFirst();
      effort += ROW_EFFORT;
      for (let start = first; start <= last;) {
        const end = Math.min(start + piece, last + 1);
        sweep.ascend(n, start, end, this);
        // Costs too large for extended numbers: whoever called begins anew with logarithms.
        if (!sweep.within) return;
        done += end - start;
        effort += end - start;
        start = end;
        if (effort >= piece) {
          yield done;
          done = 0;
          effort = 0;
        }
      }
      if (!collect) continue;
      this.takeEnds(n);
      if (sweep.request.accumulatedCost === true) this.writeRow(n);
    }
    if (done > 0) yield done;
  }

  between(n: number, start: number, end: number): void {
    if (end <= start) return;
    if (!this.fast) {
      for (let m = start; m < end; m++) this.cell(n, m, -1);
      return;
    }
    const { sweep, store } = this;
    const {
      positions: p,
      stepCosts: { costs },
      gamma,
    } = sweep;
    const offset = start - sweep.rows.first[n];
    const own = store.base(n) + start;
    const count = end - start;
    if (sweep.extended && sweep.cellFactors !== undefined) {
      forwardShared(sweep.structure.shared!, sweep.cellFactors, p, store, own, start, offset, count);
    } else if (sweep.extended) {
      const { factors, exponents } = sweep.stepFactors!;
      // Two steps are three, the last of which comes from outside.
      const third = p.length === 3 ? p[2] + start : 0;
      forwardExtended(store.data, store.exponents, own, p[0] + start, p[1] + start, third, factors, exponents, offset, count);
    } else if (sweep.structure.hardKernels) {
      forwardHardThree(store.data, own, p[0] + start, p[1] + start, p[2] + start, costs[0], costs[1], costs[2], offset, count);
    } else if (p.length === 2) {
      forwardTwo(store.data, own, p[0] + start, p[1] + start, costs[0], costs[1], offset, count, gamma);
    } else {
      forwardThree(store.data, own, p[0] + start, p[1] + start, p[2] + start, costs[0], costs[1], costs[2], offset, count, gamma);
    }
  }

  /** Any cell, with start candidate k or, where k is -1, without one. */
  cell(n: number, m: number, startCandidate: number): void {
    const { sweep, store } = this;
    const k = m - sweep.rows.first[n];
    const startCost = startCandidate < 0 ? Infinity : sweep.startCost(n, startCandidate);
    sweep.readCell(n, m);
    const distance = sweep.cell.evaluate(store, sweep.predecessors, m, k, startCost, sweep.gamma);
    if (!store.put(store.base(n) + m, distance)) sweep.within = false;
    if (this.moves !== undefined) this.moves.data[this.moves.base(n) + m] = this.fillMoves(n, m, startCandidate);
  }

  /** How the candidates of the cell just evaluated move (into the cell's `moves`), and its D with them. */
  fillMoves(n: number, m: number, startCandidate: number): number {
    const { sweep } = this;
    const { cell, structure, positions, rows } = sweep;
    const moves = this.moves!.data;
    const { along, direction } = sweep.request.hessianProduct!;
    const own = direction[(sweep.item * sweep.problem.rows + n) * sweep.problem.columns + m];
    let move = 0;
    for (let s = 0; s <= structure.count; s++) {
      cell.moves[s] = 0;
      if (cell.candidates[s] === Infinity) continue;
      cell.moves[s] = along === 'cellPenalty' ? own : own * this.multiplier(s, m - rows.first[n], startCandidate);
      if (s < structure.count) cell.moves[s] += moves[positions[s] + m];
      move += cell.weights[s] * cell.moves[s];
    }
    return move;
  }

  /** ∂candidate/∂C of step s, or of the start. */
  multiplier(s: number, k: number, startCandidate: number): number {
    const { structure, stepCosts } = this.sweep;
    if (s === structure.count) return this.sweep.startMultiplier(startCandidate);
    return structure.unitWeights ? 1 : stepCosts.weights[s][k];
  }

  private writeRow(n: number): void {
    const { sweep, store } = this;
    const first = sweep.rows.first[n];
    const last = sweep.rows.last[n];
    const base = store.base(n);
    if (!store.extended) {
      sweep.writer.accumulatedRow(sweep.item, n, first, last, store.data, base + first);
      return;
    }
    for (let m = first; m <= last; m++) this.row[m - first] = store.distance(base + m);
    sweep.writer.accumulatedRow(sweep.item, n, first, last, this.row, 0);
  }

  private takeEnds(n: number): void {
    const { sweep, store } = this;
    const { ends, problem, item, rows } = sweep;
    const count = ends.rowCount(n);
    for (let i = 0; i < count; i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (!sweep.contains(n, m)) continue;
      const cost = boundaryCost(problem.end, item, k, sweep.cellCosts[m - rows.first[n]]);
      this.endCosts[k] = store.distance(store.base(n) + m) + cost;
      if (this.moves === undefined || this.endCosts[k] === Infinity) continue;
      const { along, direction } = sweep.request.hessianProduct!;
      const own = direction[(item * problem.rows + n) * problem.columns + m];
      this.endMoves[k] = this.moves.data[this.moves.base(n) + m] + (along === 'cost' ? own * sweep.endMultiplier(k) : 0);
    }
  }
}
