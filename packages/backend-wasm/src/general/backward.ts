import type { SolveRequest } from '@rubato/core';
import { asks, boundaryValue } from '@rubato/core';
import type { Forward } from './forward.ts';
import type { Memory } from './memory.ts';
import type { Ring } from './ring.ts';
import type { RowRecord } from './row-record.ts';
import { row, step } from './row-record.ts';
import type { RowStore } from './row-store.ts';
import type { Structure } from './structure.ts';
import type { Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/** Where rows of H and of what each step carries stand; 0 for what is not needed. */
export interface BackwardPlace {
  readonly gradient: number;
  readonly marginals: readonly number[];
}

/** Takes room for a backward pass beside its ring. */
export function placeBackward(memory: Memory, request: SolveRequest, columns: number, structure: Structure): BackwardPlace {
  const wantsMarginals = structure.advancing || EDGES.some((name) => asks(request, name));
  return {
    gradient: memory.take(8 * columns),
    marginals: Array.from({ length: structure.count }, () => (wantsMarginals ? memory.take(8 * columns) : 0)),
  };
}

/** The requests that are made of edge marginals. */
const EDGES = ['stepWeightGradient', 'stepPenaltyGradient', 'edgeMarginals', 'marginals'] as const;

/** Softmin's backward pass over one item, from the last row up: E, H, and what edges and boundary candidates carry. */
export class Backward {
  private readonly sweep: Sweep;
  private readonly store: RowStore;
  private readonly forward: Forward;
  private readonly record: RowRecord;
  private readonly alignment: Ring;
  private readonly place: BackwardPlace;
  private readonly entropy: number;
  /** Whether the costs of all cells are asked for beside the shares of their steps. */
  private readonly needsCosts: boolean;
  private byMasks = false;
  /** The first column of the row that is open. */
  private first = 0;
  private endMarginals: Float64Array = new Float64Array();
  private readonly kernel = (k: number, count: number, starts: boolean): void => this.stretch(k, count, starts);

  constructor(sweep: Sweep, store: RowStore, forward: Forward, record: RowRecord, alignment: Ring, place: BackwardPlace) {
    const { structure, writer, request } = sweep;
    this.sweep = sweep;
    this.store = store;
    this.forward = forward;
    this.record = record;
    this.alignment = alignment;
    this.place = place;
    this.needsCosts = request.stepWeightGradient !== undefined;
    this.entropy = request.temperatureGradient === true ? 1 : 0;
    record.setRow(row.gradient, writer.wantsGradient && !structure.unitWeights ? place.gradient : 0);
    structure.order.forEach((s, t) => record.setStep(t, step.marginals, place.marginals[s]));
  }

  /** ∂value/∂γ of the cells seen so far. */
  get temperature(): number {
    return this.record.temperature;
  }

  /** Begins an item with the marginals of its end candidates. */
  open(endMarginals: Float64Array): void {
    this.alignment.reset();
    this.endMarginals = endMarginals;
    this.record.temperature = 0;
  }

  /** Rows to - 1 … from, which the store's block holds. Yields cells done. */
  *block(from: number, to: number): Generator<number, void, void> {
    const { sweep, alignment } = this;
    const { rows, piece } = sweep;
    this.byMasks = this.store.extended && sweep.structure.onlyMasks;
    if (!this.byMasks) this.forward.pointToCosts();
    let done = 0;
    let effort = 0;
    for (let n = to - 1; n >= from; n--) {
      const first = rows.first[n];
      effort += ROW_EFFORT;
      if (rows.last[n] >= first) {
        this.locate(n);
        this.seedEnds(n);
        for (let end = rows.last[n] + 1; end > first;) {
          const start = Math.max(first, end - piece);
          this.fill(n, start, end);
          sweep.descend(n, start, end, this.kernel);
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
    }
    if (done > 0) yield done;
  }

  /**
   * Works out what the kernels need of columns start … end - 1 of row n. Where all steps have the cell's factor it cancels, and masks do
   * for all cells but those with a start step.
   */
  private fill(n: number, start: number, end: number): void {
    const { sweep, forward } = this;
    if (!this.byMasks) {
      forward.fill(n, start, end);
      return;
    }
    const { starts, stepCosts, item } = sweep;
    stepCosts.turnMasks(item, n, start, end);
    if (this.needsCosts) sweep.readCosts(n, start, end);
    const from = Math.max(start, starts.from);
    const to = Math.min(end, starts.to);
    if (from < to) forward.fill(n, from, to);
  }

  /** Tells the kernels where row n stands in the ring, and what its steps hand on to. */
  private locate(n: number): void {
    const { sweep, alignment, record } = this;
    const { rows, structure, stepCosts } = sweep;
    const first = rows.first[n];
    this.first = first;
    this.forward.locate(n);
    if (this.byMasks) this.pointToMasks();
    record.setRow(row.alignment, 8 * (alignment.base(n) + first));
    for (let t = 0; t < structure.count; t++) {
      const s = structure.order[t];
      record.setStep(t, step.alignment, 8 * (alignment.base(n - structure.rowsBack[s]) + first - structure.columnsBack[s]));
      if (structure.unitWeights) continue;
      record.setStep(t, step.weights, stepCosts.weights.at(s, first));
      record.setStep(t, step.weightStride, stepCosts.weights.stride);
    }
  }

  /** Tells the kernels where the masks of the row that is open stand. */
  private pointToMasks(): void {
    const { structure, stepCosts } = this.sweep;
    for (let t = 0; t < structure.count; t++) stepCosts.pointToMask(this.record, t, structure.order[t], this.first);
  }

  /** Adds the marginals of end candidates to E before the row is handed on. */
  private seedEnds(n: number): void {
    const { sweep, alignment } = this;
    const { ends, rows, instance } = sweep;
    const count = ends.rowCount(n);
    for (let i = 0; i < count; i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (rows.contains(n, m)) instance.all.f64[alignment.base(n) + m] += this.endMarginals[k];
    }
  }

  private stretch(k: number, count: number, starts: boolean): void {
    if (this.byMasks && starts) {
      this.forward.pointToCosts();
      this.run(k, count, true);
      this.pointToMasks();
    } else this.run(k, count, starts);
  }

  private run(k: number, count: number, starts: boolean): void {
    const { structure, gamma, instance, stepCosts } = this.sweep;
    const { exports } = instance;
    const { address } = this.record;
    const steps = structure.count + (starts ? 1 : 0);
    if (!this.store.extended) exports.backwardLogarithm(address, steps, k, count, this.entropy, gamma);
    else if (starts || this.entropy === 1) exports.backwardExtended(address, steps, k, count, this.entropy);
    else if (structure.neighbours !== undefined) exports.backwardNeighbours(address, k, count, stepCosts.allShared ? 1 : 0);
    else if (structure.advancing) exports.backwardAdvancing(address, steps, k, count);
    else exports.backwardExtended(address, steps, k, count, 0);
  }

  /** Adds the boundary candidates' own share of H and writes the row out. */
  private finishRow(n: number): void {
    const { sweep, alignment, place } = this;
    const { writer, item, rows, instance, structure, ends, starts } = sweep;
    const { f64 } = instance.all;
    const first = rows.first[n];
    const last = rows.last[n];
    const own = alignment.base(n) + first;
    let gradient = place.gradient / 8;
    if (writer.wantsGradient && structure.unitWeights) {
      if (ends.rowCount(n) === 0 && starts.from === starts.to) gradient = own;
      else f64.copyWithin(gradient, own, own + last - first + 1);
    }
    this.finishEnds(n, f64, gradient - first);
    this.finishStarts(n, f64, gradient - first);
    writer.softAlignmentRow(item, n, first, last, f64, own);
    writer.gradientRow(item, n, first, last, f64, gradient);
    if (!writer.edges.needed) return;
    for (let s = 0; s < structure.count; s++) writer.edges.row(item, n, s, first, last, f64, place.marginals[s] / 8, sweep.cellCosts);
  }

  private finishEnds(n: number, f64: Float64Array, gradient: number): void {
    const { problem, ends, rows, writer, item } = this.sweep;
    const count = ends.rowCount(n);
    for (let i = 0; i < count; i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      const marginal = rows.contains(n, m) ? this.endMarginals[k] : 0;
      // A closed candidate carries nothing, and its multiplier may be Infinity.
      if (marginal === 0) continue;
      if (writer.wantsBoundary) writer.endMarginal(item, k, marginal, this.sweep.readCell(n, m));
      if (writer.wantsGradient) f64[gradient + m] += marginal * boundaryValue(problem.end.multiplier, item, k);
    }
  }

  private finishStarts(n: number, f64: Float64Array, gradient: number): void {
    const { problem, structure, starts, rows, writer, item, cellCosts } = this.sweep;
    if (starts.from === starts.to) return;
    const { index } = starts;
    const count = index.rowCount(n);
    for (let i = 0; i < count; i++) {
      const k = index.candidate(n, i);
      const m = index.column(k);
      const marginal = rows.contains(n, m) ? starts.marginal(m) : 0;
      if (marginal === 0) continue;
      writer.startMarginal(item, k, marginal, cellCosts[m - rows.first[n]]);
      // Where H begins as E, what starts carry is part of it with factor 1 already.
      const multiplier = boundaryValue(problem.start.multiplier, item, k) - (structure.unitWeights ? 1 : 0);
      if (writer.wantsGradient) f64[gradient + m] += marginal * multiplier;
    }
  }
}
