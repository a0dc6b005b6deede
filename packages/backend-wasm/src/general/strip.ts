import type { AlignmentProblem } from '@rubato/core';
import type { Instance } from '../module/instance.ts';
import { aligned } from '../module/instance.ts';
import { STRIP_ROWS } from './codes.ts';
import type { Memory } from './memory.ts';
import { fill } from './memory.ts';
import type { RowStore } from './row-store.ts';
import { allShareCell } from './step-costs.ts';
import type { Sweep } from './sweep.ts';

/** The most positions of a strip that the kernels do at a time. */
const POSITIONS = 512;
/** Numbers that the kernels keep from one call to the next. */
const STATE_SIZE = 16;

/** Words of 32 bits of the kernels' Strip; see kernels/assembly/general/strip.as. */
const field = {
  costs: 0,
  rowBytes: 1,
  stepBytes: 2,
  above: 3,
  aboveCount: 4,
  out: 5,
  outFrom: 6,
  outTo: 7,
  codes: 8,
  state: 9,
  vertical: 10,
  horizontal: 11,
  diagonal: 12,
} as const;

/** Where a strip's arrays stand. */
export interface StripPlace {
  readonly record: number;
  readonly state: number;
  /** A block of costs that all steps share, or one for each step and one to work in. */
  readonly costs: number;
  /** Words that nobody asks for. */
  readonly codes: number;
}

/** The positions that the kernels do at a time. */
function positionsOf({ columns }: AlignmentProblem): number {
  return Math.min(POSITIONS, columns + STRIP_ROWS - 1);
}

/** Bytes of a row of costs; no power of two, so that rows do not share lines of the cache. */
function rowBytesOf(problem: AlignmentProblem): number {
  return aligned(8 * positionsOf(problem)) + aligned(1);
}

/** Takes room for strips. */
export function placeStrip(memory: Memory, problem: AlignmentProblem): StripPlace {
  const blocks = allShareCell(problem) ? 1 : 4;
  return {
    record: memory.take(4 * Object.keys(field).length),
    state: memory.take(8 * STATE_SIZE),
    costs: memory.take(blocks * STRIP_ROWS * rowBytesOf(problem)),
    codes: memory.take(2 * positionsOf(problem)),
  };
}

/** Hardmin over (1,0), (0,1), (1,1) for eight rows at once, none of which has a start or end candidate. */
export class Strip {
  private readonly sweep: Sweep;
  private readonly store: RowStore;
  private readonly place: StripPlace;
  private readonly instance: Instance;
  private readonly words: Int32Array;
  private readonly positions: number;
  private readonly rowBytes: number;
  private readonly blockBytes: number;

  constructor(sweep: Sweep, store: RowStore, place: StripPlace) {
    const { instance, structure } = sweep;
    this.sweep = sweep;
    this.store = store;
    this.place = place;
    this.instance = instance;
    this.words = instance.all.i32.subarray(place.record / 4);
    this.positions = positionsOf(sweep.problem);
    this.rowBytes = rowBytesOf(sweep.problem);
    this.blockBytes = STRIP_ROWS * this.rowBytes;
    this.words[field.costs] = place.costs;
    this.words[field.rowBytes] = this.rowBytes;
    this.words[field.stepBytes] = this.blockBytes;
    this.words[field.state] = place.state;
    [this.words[field.vertical], this.words[field.horizontal], this.words[field.diagonal]] = structure.neighbours!;
  }

  /** Whether rows n … n + 7 can be done at once; all of them are rows of the item. */
  serves(n: number): boolean {
    const { starts, ends } = this.sweep;
    for (let i = n; i < n + STRIP_ROWS; i++) if (starts.index.rowCount(i) > 0 || ends.rowCount(i) > 0) return false;
    return true;
  }

  /**
   * Rows n … n + 7: leaves D of the last of them in the store, and codes where asked for. Yields positions done.
   *
   * @param codes where row n's code of column 0 would stand, or 0
   */
  *solve(n: number, codes: number): Generator<number, void, void> {
    const { sweep, store, place, words, instance } = this;
    const { rows, stepCosts, piece } = sweep;
    const { f64 } = instance.all;
    const begin = rows.first[n];
    const end = rows.last[n + STRIP_ROWS - 1] + STRIP_ROWS;
    const most = Math.min(this.positions, Math.max(1, Math.floor(piece / STRIP_ROWS)));
    const last = n + STRIP_ROWS - 1;
    store.clear(last);
    f64.fill(Infinity, place.state / 8, place.state / 8 + STATE_SIZE);
    // The first row's diagonal predecessor at the first position.
    const corner = store.room(n - 1, begin - 1) > 0 ? store.distance(store.base(n - 1) + begin - 1) : Infinity;
    f64[place.state / 8 + STATE_SIZE / 2] = corner;
    const advance = stepCosts.allShared ? instance.exports.advanceStrip : instance.exports.advanceSeparateStrip;
    for (let from = begin; from < end; from += most) {
      const to = Math.min(end, from + most);
      for (let r = 0; r < STRIP_ROWS; r++) this.fill(n + r, r, from, to);
      words[field.above] = store.valueAt(store.base(n - 1) + from);
      words[field.aboveCount] = store.room(n - 1, from);
      words[field.out] = store.valueAt(store.base(last) + from - STRIP_ROWS + 1);
      words[field.outFrom] = rows.first[last] + STRIP_ROWS - 1 - from;
      words[field.outTo] = rows.last[last] + STRIP_ROWS - from;
      words[field.codes] = codes === 0 ? place.codes : codes + 2 * from;
      advance(place.record, to - from);
      yield to - from;
    }
  }

  /** Costs of row n, the r-th of the strip, at the positions from … to - 1. */
  private fill(n: number, r: number, from: number, to: number): void {
    const { sweep, place, instance } = this;
    const { rows, stepCosts, item, structure } = sweep;
    const { f64 } = instance.all;
    const blocks = stepCosts.allShared ? 1 : 3;
    const start = Math.max(rows.first[n], from - r);
    const end = Math.max(start, Math.min(rows.last[n] + 1, to - r));
    const k = Math.min(to - from, start + r - from);
    const count = end - start;
    const row = place.costs + r * this.rowBytes;
    for (let block = 0; block < blocks; block++) {
      const origin = (row + block * this.blockBytes) / 8;
      fill(f64, Infinity, origin, origin + k);
      fill(f64, Infinity, origin + k + count, origin + to - from);
    }
    if (count === 0) return;
    if (stepCosts.allShared) {
      sweep.costs.read(n, start, end - 1, row + 8 * k);
      return;
    }
    const costs = row + 3 * this.blockBytes + 8 * k;
    sweep.costs.read(n, start, end - 1, costs);
    stepCosts.turn(item, n, start, end);
    structure.neighbours!.forEach((s, block) => stepCosts.weigh(s, costs, start, count, row + block * this.blockBytes + 8 * k));
  }
}
