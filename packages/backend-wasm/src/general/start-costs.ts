import type { AlignmentProblem } from '@rubato/core';
import { boundaryCost, BoundaryIndex } from '@rubato/core';
import type { Instance } from '../module/instance.ts';
import type { ItemRows } from './item-rows.ts';
import type { Memory } from './memory.ts';
import { fill } from './memory.ts';
import type { RowRecord } from './row-record.ts';
import { step } from './row-record.ts';
import type { Passes } from './step-costs.ts';

/** Where the start candidates of a row stand, as if a step led to each of them from an origin where D = 0. */
export interface StartPlace {
  /** D or P of the origin. */
  readonly origin: number;
  readonly originExponents: number;
  readonly costs: number;
  readonly exponents: number;
  /** What starts carry; 0 where nobody asks. */
  readonly marginals: number;
}

/** The most columns from the first start candidate of a row to its last. */
function span({ start, columns }: AlignmentProblem): number {
  return start.set === 'firstRow' || start.set === 'lastRow' || start.set === 'cells' ? columns : 1;
}

/** Takes room for a row's start candidates. */
export function placeStarts(memory: Memory, problem: AlignmentProblem, { extended, backward }: Passes): StartPlace {
  const length = span(problem);
  const take = (wanted: boolean, bytes: number): number => (wanted ? memory.take(bytes * length) : 0);
  return {
    origin: take(true, 8),
    originExponents: take(extended, 4),
    costs: take(true, 8),
    exponents: take(extended, 4),
    marginals: take(backward, 8),
  };
}

/** The start candidates of one row: a step more for the kernels, between the first of them and the last. */
export class StartCosts {
  /** The columns that have a start step in the row that is open: `from` to `to` - 1. */
  from = 0;
  to = 0;
  readonly index: BoundaryIndex;
  private readonly instance: Instance;
  private readonly problem: AlignmentProblem;
  private readonly rows: ItemRows;
  private readonly place: StartPlace;
  private item = 0;

  constructor(instance: Instance, problem: AlignmentProblem, rows: ItemRows, place: StartPlace) {
    this.instance = instance;
    this.problem = problem;
    this.rows = rows;
    this.place = place;
    this.index = new BoundaryIndex(problem.start);
  }

  /** Turns to the item that the rows have open. */
  open(b: number): void {
    this.item = b;
    this.index.open(b, this.rows.count, this.rows.columns);
  }

  /** Chooses how the origin is held. */
  hold(extended: boolean): void {
    const { f64, i32 } = this.instance.all;
    const { origin, originExponents } = this.place;
    const length = span(this.problem);
    f64.fill(extended ? 1 : 0, origin / 8, origin / 8 + length);
    if (extended) i32.fill(0, originExponents / 4, originExponents / 4 + length);
  }

  /** Turns to row n. */
  turn(n: number): void {
    const { index, rows } = this;
    if (index.rowCount(n) === 0) {
      this.from = this.to = 0;
      return;
    }
    const low = this.firstFrom(n, rows.first[n]);
    const high = this.firstFrom(n, rows.last[n] + 1);
    this.from = low < high ? index.column(index.candidate(n, low)) : 0;
    this.to = low < high ? index.column(index.candidate(n, high - 1)) + 1 : 0;
  }

  /** The first candidate of row n, counted by ascending column, that stands in column m or after it. */
  private firstFrom(n: number, m: number): number {
    const { index } = this;
    let low = 0;
    let high = index.rowCount(n);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (index.column(index.candidate(n, middle)) < m) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The candidate in column m of row n, which has one there. */
  candidateAt(n: number, m: number): number {
    return this.index.candidate(n, this.firstFrom(n, m));
  }

  /** Tells the kernels where the start step of row n stands; they know it as step t. */
  point(record: RowRecord, t: number, n: number): void {
    const { origin, originExponents, costs, exponents, marginals } = this.place;
    const before = this.from - this.rows.first[n];
    record.setStep(t, step.values, origin - 8 * before);
    record.setStep(t, step.exponents, originExponents - 4 * before);
    record.setStep(t, step.factors, costs - 8 * before);
    record.setStep(t, step.factorExponents, exponents - 4 * before);
    record.setStep(t, step.marginals, marginals === 0 ? 0 : marginals - 8 * before);
  }

  /** Works out what starts cost in columns start … end - 1 of row n, given the row's cell costs. */
  fillCosts(n: number, start: number, end: number, cellCosts: Float64Array): void {
    const { index, problem, rows } = this;
    const { f64 } = this.instance.all;
    const from = Math.max(start, this.from);
    const to = Math.min(end, this.to);
    if (from >= to) return;
    const origin = this.place.costs / 8 - this.from;
    fill(f64, Infinity, origin + from, origin + to);
    for (let i = this.firstFrom(n, from); i < index.rowCount(n); i++) {
      const k = index.candidate(n, i);
      const m = index.column(k);
      if (m >= to) break;
      f64[origin + m] = boundaryCost(problem.start, this.item, k, cellCosts[m - rows.first[n]]);
    }
  }

  /** The same as factors; false where a cost·scale exceeds the limit. */
  fillFactors(n: number, start: number, end: number, cellCosts: Float64Array, scale: number, limit: number): boolean {
    const from = Math.max(start, this.from);
    const count = Math.min(end, this.to) - from;
    if (count <= 0) return true;
    this.fillCosts(n, start, end, cellCosts);
    const costs = this.place.costs + 8 * (from - this.from);
    const exponents = this.place.exponents + 4 * (from - this.from);
    return this.instance.exports.exponentiate(costs, count, scale, limit, costs, exponents) !== 0;
  }

  /** What the start in column m of the row that is open carries. */
  marginal(m: number): number {
    return this.instance.all.f64[this.place.marginals / 8 + m - this.from];
  }
}
