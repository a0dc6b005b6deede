import type { RowStore } from './row-store.ts';
import type { RowRecord } from './row-record.ts';
import { row, step } from './row-record.ts';
import { UNIT } from './row-store.ts';
import type { Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/** Costs over γ beyond it lose digits in their exponentials. */
const LARGEST_ARGUMENT = 5e6;
/** No exponent of a path may reach it: sums of two stay above that of zero, and far within 32 bits. */
const LARGEST_EXPONENT = 2 ** 27;

/** The largest |step cost|/γ for which no path of so many cells can run out of exponents. */
function largestArgument(pathLength: number): number {
  return Math.min(LARGEST_ARGUMENT, (LARGEST_EXPONENT * UNIT) / pathLength);
}

/** Softmin's forward pass over one item, row by row, into a store. */
export class Forward {
  /** D + end cost of each end candidate, for the item that is open; filled as rows go by. */
  readonly endCosts: Float64Array;
  /** Whether all costs so far have room as extended numbers. */
  within = true;
  private readonly sweep: Sweep;
  private readonly store: RowStore;
  private readonly record: RowRecord;
  /** Where a row of D goes that is held otherwise. */
  private readonly distances: number;
  private scale = 1;
  private limit = 0;
  private readonly kernel = (k: number, count: number, starts: boolean): void => this.stretch(k, count, starts);

  /**
   * @param ends the most end candidates that an item has
   * @param distances the address of a row of doubles, if D is asked for
   */
  constructor(sweep: Sweep, store: RowStore, record: RowRecord, ends: number, distances: number) {
    this.sweep = sweep;
    this.store = store;
    this.record = record;
    this.distances = distances;
    this.endCosts = new Float64Array(ends);
  }

  /** Makes ready for the item that the sweep has open, at its first row. */
  open(extended: boolean): void {
    const { sweep } = this;
    const { structure, gamma, rows } = sweep;
    this.store.hold(extended, gamma);
    sweep.starts.hold(extended);
    sweep.expect(extended ? 4 * structure.count : 30 * (structure.count + 1));
    this.scale = -Math.LOG2E / gamma;
    this.limit = Math.LOG2E * largestArgument(rows.count + rows.columns);
    this.within = true;
    this.endCosts.fill(Infinity);
    this.store.begin();
  }

  /** Computes rows from … to - 1, which the store's block holds; `collect` on the first visit only. Yields cells done. */
  *block(from: number, to: number, collect: boolean): Generator<number, void, void> {
    const { sweep } = this;
    const { rows, piece } = sweep;
    let done = 0;
    let effort = 0;
    this.pointToCosts();
    for (let n = from; n < to; n++) {
      this.store.clear(n);
      this.locate(n);
      effort += ROW_EFFORT;
      for (let start = rows.first[n]; start <= rows.last[n];) {
        const end = Math.min(start + piece, rows.last[n] + 1);
        this.fill(n, start, end);
        // Whoever called begins anew with logarithms.
        if (!this.within) return;
        sweep.ascend(n, start, end, this.kernel);
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

  /** Tells the kernels where costs or factors stand. */
  pointToCosts(): void {
    const { structure, stepCosts } = this.sweep;
    for (let t = 0; t < structure.count; t++) stepCosts.point(this.record, t, structure.order[t], this.store.extended);
  }

  /** Tells the kernels where row n stands, and what its steps lead to. */
  locate(n: number): void {
    const { sweep, store, record } = this;
    const { rows, structure, starts } = sweep;
    const first = rows.first[n];
    const own = store.base(n) + first;
    record.setRow(row.values, store.valueAt(own));
    record.setRow(row.exponents, store.exponentAt(own));
    for (let t = 0; t < structure.count; t++) {
      const s = structure.order[t];
      const position = store.base(n - structure.rowsBack[s]) + first - structure.columnsBack[s];
      record.setStep(t, step.values, store.valueAt(position));
      record.setStep(t, step.exponents, store.exponentAt(position));
    }
    starts.turn(n);
    if (starts.to > starts.from) starts.point(record, structure.count, n);
  }

  /** Works out what steps and starts cost in columns start … end - 1 of row n. */
  fill(n: number, start: number, end: number): void {
    const { sweep, scale, limit } = this;
    const { stepCosts, starts, cellCosts } = sweep;
    const k = start - sweep.rows.first[n];
    sweep.readCosts(n, start, end);
    if (this.store.extended) {
      const steps = stepCosts.fillFactors(k, start, end - start, scale, limit);
      if (!starts.fillFactors(n, start, end, cellCosts, scale, limit) || !steps) this.within = false;
    } else {
      stepCosts.fillCosts(k, start, end - start);
      starts.fillCosts(n, start, end, cellCosts);
    }
  }

  private stretch(k: number, count: number, starts: boolean): void {
    const { structure, gamma, instance, stepCosts } = this.sweep;
    const { exports } = instance;
    const { address } = this.record;
    const steps = structure.count + (starts ? 1 : 0);
    if (!this.store.extended) exports.forwardLogarithm(address, steps, k, count, gamma);
    else if (starts) exports.forwardExtended(address, steps, k, count);
    else if (structure.neighbours !== undefined) exports.forwardNeighbours(address, k, count, stepCosts.allShared ? 1 : 0);
    else if (structure.advancing) exports.forwardAdvancing(address, steps, k, count);
    else exports.forwardExtended(address, steps, k, count);
  }

  private writeRow(n: number): void {
    const { sweep, store, distances } = this;
    const { first, last } = sweep.rows;
    const { f64 } = sweep.instance.all;
    const own = store.base(n) + first[n];
    const count = last[n] - first[n] + 1;
    if (!store.extended) {
      sweep.writer.accumulatedRow(sweep.item, n, first[n], last[n], f64, store.values + own);
      return;
    }
    sweep.instance.exports.distances(store.valueAt(own), store.exponentAt(own), count, sweep.gamma, distances);
    sweep.writer.accumulatedRow(sweep.item, n, first[n], last[n], f64, distances / 8);
  }

  private takeEnds(n: number): void {
    const { sweep, store } = this;
    const { ends, rows } = sweep;
    const count = ends.rowCount(n);
    for (let i = 0; i < count; i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (rows.contains(n, m)) this.endCosts[k] = store.distance(store.base(n) + m) + sweep.endCost(n, k);
    }
  }
}
