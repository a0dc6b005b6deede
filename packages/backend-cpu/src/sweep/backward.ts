import type { SolveRequest } from '@rubato/core';
import { backwardExtended } from '../kernels/extended.ts';
import { backwardThree, backwardTwo } from '../kernels/softmin.ts';
import type { Structure } from '../structure.ts';
import type { Forward } from './forward.ts';
import { Ring } from './ring.ts';
import type { RowStore } from './row-store.ts';
import type { RowKernel, Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/** The backward pass of one item, from the last row up: E, H, what edges carry, and Hessian products. */
export class Backward implements RowKernel {
  /** ∂value/∂γ of the cells seen so far. */
  temperature = 0;
  private readonly sweep: Sweep;
  private readonly store: RowStore;
  private readonly forward: Forward;
  private readonly alignment: Ring;
  /** Only for a Hessian product: how E moves. */
  private readonly alignmentMoves: Ring | undefined;
  /** Where each step's predecessor of column 0 stands in the ring. */
  private readonly targets: Float64Array;
  /** What each step carries in the row that is open; absent where it need not be known. */
  private readonly marginals: Float64Array[] | undefined;
  private readonly gradient: Float64Array;
  private readonly product: Float64Array;
  private readonly fast: boolean;
  private endMarginals: Float64Array = new Float64Array();
  private endMarginalMoves: Float64Array = new Float64Array();

  constructor(sweep: Sweep, store: RowStore, forward: Forward) {
    const { problem, request, rows, structure } = sweep;
    const { columns } = problem;
    this.sweep = sweep;
    this.store = store;
    this.forward = forward;
    this.alignment = new Ring(rows, columns);
    this.alignmentMoves = request.hessianProduct === undefined ? undefined : new Ring(rows, columns);
    this.targets = new Float64Array(structure.count);
    const needMarginals = !structure.unitWeights || structure.asksForEdges;
    this.marginals = needMarginals ? Array.from({ length: marginalRows(structure) }, () => new Float64Array(columns)) : undefined;
    this.gradient = new Float64Array(columns);
    this.product = new Float64Array(request.hessianProduct === undefined ? 0 : columns);
    this.fast = structure.softKernels;
  }

  /** Bytes of what a backward pass holds for rows of a length. */
  static bytes(request: SolveRequest, structure: Structure, columns: number): number {
    const { reach, pad, unitWeights, asksForEdges } = structure;
    const rows = 1 + (unitWeights && !asksForEdges ? 0 : marginalRows(structure));
    const once = Ring.bytes(columns, reach, pad) + 8 * columns * rows;
    return once + (request.hessianProduct === undefined ? 0 : Ring.bytes(columns, reach, pad) + 8 * columns);
  }

  /** Begins an item with the marginals of its end candidates and, for a Hessian product, how they move. */
  open(endMarginals: Float64Array, endMarginalMoves: Float64Array): void {
    this.alignment.reset();
    this.alignmentMoves?.reset();
    this.endMarginals = endMarginals;
    this.endMarginalMoves = endMarginalMoves;
    this.temperature = 0;
  }

  /** Rows to - 1 … from, which the store's block holds. Yields cells done. */
  *block(from: number, to: number): Generator<number, void, void> {
    const { sweep, alignment } = this;
    const { piece } = sweep;
    let done = 0;
    let effort = 0;
    for (let n = to - 1; n >= from; n--) {
      const first = sweep.rows.first[n];
      const last = sweep.rows.last[n];
      effort += ROW_EFFORT;
      if (last >= first) {
        sweep.locate(n, this.store, sweep.positions);
        sweep.locate(n, alignment, this.targets);
        sweep.enterAtLast(n);
        this.seedEnds(n);
        for (let end = last + 1; end > first;) {
          const start = Math.max(first, end - piece);
          sweep.descend(n, start, end, this);
          done += end - start;
          effort += end - start;
          end = start;
          if (effort >= piece) {
            yield done;
            done = 0;
            effort = 0;
          }
        }
        this.finishRow(n);
      }
      alignment.clear(n);
      this.alignmentMoves?.clear(n);
    }
    if (done > 0) yield done;
  }

  /** Adds the marginals of end candidates to E before the row is handed on. */
  private seedEnds(n: number): void {
    const { sweep } = this;
    const { ends } = sweep;
    for (let i = 0; i < ends.rowCount(n); i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (!sweep.contains(n, m)) continue;
      this.alignment.data[this.alignment.base(n) + m] += this.endMarginals[k];
      if (this.alignmentMoves !== undefined) this.alignmentMoves.data[this.alignmentMoves.base(n) + m] += this.endMarginalMoves[k];
    }
  }

  between(n: number, start: number, end: number): void {
    if (end <= start) return;
    if (!this.fast) {
      for (let m = end - 1; m >= start; m--) this.cell(n, m, -1);
      return;
    }
    const { sweep, store, alignment, marginals, targets: t } = this;
    const {
      positions: p,
      stepCosts: { costs },
      gamma,
    } = sweep;
    const m = start;
    const offset = m - sweep.rows.first[n];
    const own = alignment.base(n) + m;
    const count = end - start;
    if (sweep.extended) {
      const { factors, exponents } = sweep.stepFactors!;
      const [third, toThird] = p.length === 3 ? [p[2] + m, t[2] + m] : [0, t[0] + m];
      backwardExtended(
        store.data,
        store.exponents,
        store.base(n) + m,
        p[0] + m,
        p[1] + m,
        third,
        factors,
        exponents,
        offset,
        count,
        alignment.data,
        own,
        t[0] + m,
        t[1] + m,
        toThird,
        marginals,
      );
    } else if (p.length === 2) {
      backwardTwo(
        store.data,
        alignment.data,
        p[0] + m,
        p[1] + m,
        own,
        t[0] + m,
        t[1] + m,
        costs[0],
        costs[1],
        offset,
        count,
        gamma,
        marginals,
      );
    } else {
      backwardThree(
        store.data,
        alignment.data,
        p[0] + m,
        p[1] + m,
        p[2] + m,
        own,
        t[0] + m,
        t[1] + m,
        t[2] + m,
        costs[0],
        costs[1],
        costs[2],
        offset,
        count,
        gamma,
        marginals,
      );
    }
    if (sweep.writer.wantsGradient) this.gradientOfStretch(own, offset, count);
  }

  /** H = Σ_s W_s·(what step s carries); E itself where all weights are 1. */
  private gradientOfStretch(own: number, offset: number, count: number): void {
    const { gradient, marginals } = this;
    const { structure, stepCosts } = this.sweep;
    if (structure.unitWeights) {
      gradient.set(this.alignment.data.subarray(own, own + count), offset);
      return;
    }
    gradient.fill(0, offset, offset + count);
    for (let s = 0; s < structure.count; s++) {
      const weights = stepCosts.weights[s];
      const carried = marginals![s];
      // A forbidden step carries nothing, and its weight may be Infinity.
      for (let k = offset; k < offset + count; k++) if (carried[k] !== 0) gradient[k] += weights[k] * carried[k];
    }
  }

  /** Any cell, with a start candidate or, where that is -1, without one. */
  cell(n: number, m: number, startCandidate: number): void {
    const { sweep, store, alignment, alignmentMoves, marginals, targets } = this;
    const { cell, structure, gamma } = sweep;
    const k = m - sweep.rows.first[n];
    const e = alignment.data[alignment.base(n) + m];
    const move = alignmentMoves === undefined ? 0 : alignmentMoves.data[alignmentMoves.base(n) + m];
    this.gradient[k] = 0;
    if (alignmentMoves !== undefined) this.product[k] = 0;
    if (e === 0 && move === 0) {
      if (marginals !== undefined) for (let s = 0; s < structure.count; s++) marginals[s][k] = 0;
      return;
    }
    sweep.readCell(n, m);
    cell.evaluate(store, sweep.predecessors, m, k, startCandidate < 0 ? Infinity : sweep.startCost(n, startCandidate), gamma);
    for (let s = 0; s < structure.count; s++) {
      const carried = e * cell.weights[s];
      alignment.data[targets[s] + m] += carried;
      if (marginals !== undefined) marginals[s][k] = carried;
      if (carried !== 0) this.gradient[k] += carried * this.forward.multiplier(s, k, startCandidate);
    }
    const started = e * cell.weights[structure.count];
    if (started !== 0) {
      this.gradient[k] += started * sweep.startMultiplier(startCandidate);
      sweep.writer.startMarginal(sweep.item, startCandidate, started, sweep.cellCosts[k]);
    }
    if (sweep.request.temperatureGradient === true) this.temperature += e * cell.temperatureDerivative(gamma);
    if (alignmentMoves !== undefined) this.moveCell(n, m, startCandidate, e, move);
  }

  /** How what the cell hands on moves along the direction of the Hessian product. */
  private moveCell(n: number, m: number, startCandidate: number, e: number, move: number): void {
    const { sweep, alignmentMoves, targets } = this;
    const { cell, structure } = sweep;
    const k = m - sweep.rows.first[n];
    const alongCost = sweep.request.hessianProduct!.along === 'cost';
    this.forward.fillMoves(n, m, startCandidate);
    cell.secondOrder(sweep.gamma);
    if (!alongCost) this.product[k] = move;
    for (let s = 0; s <= structure.count; s++) {
      if (cell.candidates[s] === Infinity) continue;
      const edgeMove = move * cell.weights[s] + e * cell.change[s];
      // Both rings have one shape, so that positions in the one serve the other.
      if (s < structure.count) alignmentMoves!.data[targets[s] + m] += edgeMove;
      if (alongCost) this.product[k] += edgeMove * this.forward.multiplier(s, k, startCandidate);
    }
  }

  /** Adds the end candidates' own share of H and writes the row out. */
  private finishRow(n: number): void {
    const { sweep, alignment, gradient, product, marginals } = this;
    const { writer, item, ends, rows } = sweep;
    const first = rows.first[n];
    const last = rows.last[n];
    for (let i = 0; i < ends.rowCount(n); i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (!sweep.contains(n, m) || sweep.endMultiplier(k) === Infinity) continue;
      writer.endMarginal(item, k, this.endMarginals[k], sweep.cellCosts[m - first]);
      gradient[m - first] += this.endMarginals[k] * sweep.endMultiplier(k);
      if (sweep.request.hessianProduct?.along === 'cost') product[m - first] += this.endMarginalMoves[k] * sweep.endMultiplier(k);
    }
    writer.softAlignmentRow(item, n, first, last, alignment.data, alignment.base(n) + first);
    writer.gradientRow(item, n, first, last, gradient, 0);
    if (product.length > 0) writer.hessianRow(item, n, first, last, product, 0);
    if (!writer.edges.needed) return;
    for (let s = 0; s < sweep.structure.count; s++) writer.edges.row(item, n, s, first, last, marginals![s], 0, sweep.cellCosts);
  }
}

/** A row for each step; softmin's kernels write three. */
function marginalRows({ count, softKernels }: Structure): number {
  return softKernels ? 3 : count;
}
