import { gather, LEAST_MANTISSA, multiply, probabilityUnit, UP, ZERO_EXPONENT } from '../kernels/extended.ts';
import { carriedBy } from '../kernels/shared-factor/carried.ts';
import type { Structure } from '../structure.ts';
import { ExtendedRing } from './extended-ring.ts';
import type { RowStore } from './row-store.ts';
import { backwardShared } from './shared-kernels.ts';
import type { Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/**
 * The backward pass of one item in extended numbers, where all steps into a cell share its factor: Q from the rows below, E = P·Q.
 * H is E but at the boundaries.
 */
export class SharedBackward {
  private readonly sweep: Sweep;
  private readonly store: RowStore;
  /** R = K·Q. */
  private readonly ring: ExtendedRing;
  /** Where each step's successor of column 0 stands in the ring. */
  private readonly successors: Float64Array;
  private readonly alignment: Float64Array;
  /** H of a row that has boundary cells. */
  private readonly gradient: Float64Array;
  private readonly marginal: Float64Array;
  private endWeights: Float64Array = new Float64Array();
  private seed = 1;
  /** The next start and end candidates of the row that is gone through. */
  private nextStart = -1;
  private nextEnd = -1;

  constructor(sweep: Sweep, store: RowStore) {
    const { rows, structure, problem } = sweep;
    this.sweep = sweep;
    this.store = store;
    this.ring = new ExtendedRing(rows, problem.columns);
    this.successors = new Float64Array(structure.count);
    this.alignment = new Float64Array(problem.columns);
    this.gradient = new Float64Array(problem.columns);
    this.marginal = new Float64Array(structure.asksForEdges ? problem.columns : 0);
  }

  /** Bytes of what a backward pass holds for rows of a length. */
  static bytes({ reach, pad, asksForEdges }: Structure, columns: number): number {
    return ExtendedRing.bytes(columns, reach, pad) + 8 * columns * (asksForEdges ? 3 : 2);
  }

  /** Begins an item with what its end candidates weigh, and the upstream gradient. */
  open(endWeights: Float64Array, seed: number): void {
    this.ring.reset();
    this.endWeights = endWeights;
    this.seed = seed;
  }

  /** Rows to - 1 … from, which the store's block holds. Yields cells done. */
  *block(from: number, to: number): Generator<number, void, void> {
    const { sweep, ring, successors } = this;
    const { piece, structure, starts, ends, rows, writer } = sweep;
    let done = 0;
    let effort = 0;
    for (let n = to - 1; n >= from; n--) {
      const first = rows.first[n];
      const last = rows.last[n];
      effort += ROW_EFFORT;
      ring.turn(n);
      if (last < first) continue;
      for (let s = 0; s < structure.count; s++) successors[s] = ring.base(n + structure.rowsBack[s]) + structure.columnsBack[s];
      sweep.locate(n, this.store, sweep.positions);
      this.nextStart = starts.rowCount(n) - 1;
      this.nextEnd = ends.rowCount(n) - 1;
      // Kernels of neighbours find what they need in P.
      const needsCosts = structure.shared!.kernels !== 'neighbours' || this.nextStart >= 0 || this.nextEnd >= 0 || writer.edges.needed;
      for (let end = last + 1; end > first;) {
        const start = Math.max(first, end - piece);
        if (needsCosts) sweep.readColumns(n, start, end);
        this.descend(n, start, end);
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
    if (done > 0) yield done;
  }

  /** Columns end - 1 … start of row n: boundary cells one by one, what lies between them at once. */
  private descend(n: number, start: number, end: number): void {
    const { starts, ends } = this.sweep;
    let position = end;
    for (;;) {
      const startColumn = this.nextStart < 0 ? -1 : starts.column(starts.candidate(n, this.nextStart));
      const endColumn = this.nextEnd < 0 ? -1 : ends.column(ends.candidate(n, this.nextEnd));
      const column = Math.max(startColumn, endColumn);
      if (column < start) break;
      const weight = endColumn === column ? this.endWeights[ends.candidate(n, this.nextEnd)] : 0;
      if (startColumn === column) this.nextStart--;
      if (endColumn === column) this.nextEnd--;
      // Outside of the band.
      if (column >= position) continue;
      this.between(n, column + 1, position);
      this.boundaryCell(n, column, weight);
      position = column;
    }
    this.between(n, start, position);
  }

  private between(n: number, start: number, end: number): void {
    if (end <= start) return;
    const { sweep, store, ring, successors, seed, alignment } = this;
    const { shared, columnsBack } = sweep.structure;
    const own = store.base(n) + start;
    const here = ring.base(n) + start;
    const offset = start - sweep.rows.first[n];
    const count = end - start;
    const { positions, cellFactors: factors } = sweep;
    backwardShared(shared!, factors!, positions, successors, columnsBack, store, own, ring, here, start, offset, count, seed, alignment);
  }

  /** A cell where paths may start, so that P does not tell K, or end: Q begins with what the end weighs, over P. */
  private boundaryCell(n: number, m: number, weight: number): void {
    const { sweep, store, ring, successors } = this;
    const { structure, cellFactors } = sweep;
    const { factors, exponents, mask } = cellFactors!;
    const { data: R, exponents: RX } = ring;
    const { order, masked } = structure.shared!;
    const offset = m - sweep.rows.first[n];
    const own = store.base(n) + m;
    const here = ring.base(n) + m;
    const P = store.data[own];
    const isTiny = weight < LEAST_MANTISSA;
    R[here] = weight === 0 ? 0 : (isTiny ? weight * UP : weight) / P;
    RX[here] = weight === 0 ? ZERO_EXPONENT : (isTiny ? -1 : 0) - store.exponents[own];
    multiply(R, RX, here, 1, 0);
    order.forEach((s, i) => {
      if (i === 2 && masked && mask[m + structure.columnsBack[s]] === 0) return;
      const successor = successors[s] + m;
      gather(R, RX, here, R[here], RX[here], R[successor], RX[successor], 0, ZERO_EXPONENT);
    });
    this.alignment[offset] = P * R[here] * probabilityUnit(store.exponents[own] + RX[here]) * this.seed;
    multiply(R, RX, here, factors[offset], exponents[offset]);
  }

  /** Adds what the boundaries change in H, and writes the row out. */
  private finishRow(n: number): void {
    const { sweep, alignment } = this;
    const { writer, item, starts, ends, rows } = sweep;
    const first = rows.first[n];
    const last = rows.last[n];
    let gradient = alignment;
    if (starts.rowCount(n) > 0 || ends.rowCount(n) > 0) {
      gradient = this.gradient;
      for (let k = 0; k <= last - first; k++) gradient[k] = alignment[k];
      this.takeStarts(n);
      this.takeEnds(n);
    }
    writer.softAlignmentRow(item, n, first, last, alignment, 0);
    writer.gradientRow(item, n, first, last, gradient, 0);
    if (writer.edges.needed) this.writeEdges(n);
  }

  private takeStarts(n: number): void {
    const { sweep, gradient, alignment, store } = this;
    const { writer, item, starts, rows, cell, structure, gamma } = sweep;
    for (let i = 0; i < starts.rowCount(n); i++) {
      const candidate = starts.candidate(n, i);
      const m = starts.column(candidate);
      const k = m - rows.first[n];
      if (!sweep.contains(n, m) || alignment[k] === 0) continue;
      sweep.readCell(n, m);
      cell.evaluate(store, sweep.predecessors, m, k, sweep.startCost(n, candidate), gamma);
      const started = alignment[k] * cell.weights[structure.count];
      if (started === 0) continue;
      gradient[k] = started * sweep.startMultiplier(candidate);
      for (let s = 0; s < structure.count; s++) gradient[k] += alignment[k] * cell.weights[s];
      writer.startMarginal(item, candidate, started, sweep.cellCosts[k]);
    }
  }

  private takeEnds(n: number): void {
    const { sweep, gradient, endWeights, seed } = this;
    const { writer, item, ends, rows } = sweep;
    for (let i = 0; i < ends.rowCount(n); i++) {
      const candidate = ends.candidate(n, i);
      const m = ends.column(candidate);
      const k = m - rows.first[n];
      if (!sweep.contains(n, m) || sweep.endMultiplier(candidate) === Infinity) continue;
      const marginal = endWeights[candidate] * seed;
      writer.endMarginal(item, candidate, marginal, sweep.cellCosts[k]);
      gradient[k] += marginal * sweep.endMultiplier(candidate);
    }
  }

  private writeEdges(n: number): void {
    const { sweep, store, ring, marginal, seed } = this;
    const { structure, cellFactors, writer, item, rows, positions } = sweep;
    const { order, masked } = structure.shared!;
    const first = rows.first[n];
    const last = rows.last[n];
    const here = ring.base(n) + first;
    order.forEach((s, i) => {
      carriedBy(store.data, store.exponents, positions[s] + first, ring.data, ring.exponents, here, last - first + 1, seed, marginal);
      if (i === 2 && masked) for (let m = first; m <= last; m++) if (cellFactors!.mask[m] === 0) marginal[m - first] = 0;
      writer.edges.row(item, n, s, first, last, marginal, 0, sweep.cellCosts);
    });
  }
}
