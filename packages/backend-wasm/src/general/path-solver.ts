import type { AlignmentProblem } from '@rubato/core';
import type { Instance } from '../module/instance.ts';
import { Checkpoints, placeCheckpoints } from './checkpoints.ts';
import { Codes, STRIP_ROWS } from './codes.ts';
import type { ItemRows } from './item-rows.ts';
import type { Memory } from './memory.ts';
import { placeRecord, row, RowRecord, step } from './row-record.ts';
import type { StorePlace } from './row-store.ts';
import { placeStore, RowStore } from './row-store.ts';
import type { StripPlace } from './strip.ts';
import { placeStrip, Strip } from './strip.ts';
import type { Structure } from './structure.ts';
import type { Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/** How the best path is found: codes in blocks of `codeHeight` rows, D in a window of `storeHeight`. */
export interface PathPlan {
  /** Whether the minimum is hardmin itself, so that the path answers for the value and its derivatives. */
  readonly isHardmin: boolean;
  /** Whether the path itself is needed, and not its cost only. */
  readonly traces: boolean;
  readonly storeHeight: number;
  readonly storeSize: number;
  readonly codeHeight: number;
  /** Blocks of the largest item. */
  readonly blocks: number;
  readonly codeBytes: number;
  readonly checkpointSize: number;
}

/** Where the path's arrays stand. */
export interface PathPlace {
  readonly record: number;
  readonly store: StorePlace;
  readonly codes: number;
  readonly checkpoints: StorePlace;
  readonly strip: StripPlace | undefined;
}

/** Takes room for the search of paths. */
export function placePath(memory: Memory, problem: AlignmentProblem, structure: Structure, plan: PathPlan): PathPlace {
  return {
    record: placeRecord(memory, structure.count),
    store: placeStore(memory, plan.storeSize, false),
    codes: memory.take(plan.codeBytes),
    checkpoints: placeCheckpoints(memory, plan.checkpointSize, false),
    strip: structure.neighbours === undefined || problem.rows < STRIP_ROWS ? undefined : placeStrip(memory, problem),
  };
}

/** Cells of a path between two looks at the clock. */
const TRACE_PIECE = 2 ** 15;

/**
 * The best path of one item under hardmin: accumulated costs of a few rows, and for each cell which step won. Where even these codes are
 * too many, they are kept for a block of rows only and made again from checkpoints, with the same path.
 */
export class PathSolver {
  /** What the best path costs; `Infinity` where there is none. */
  cost = Infinity;
  /** The end candidate of the best path; -1 where there is none. */
  end = -1;
  private readonly sweep: Sweep;
  private readonly plan: PathPlan;
  private readonly instance: Instance;
  private readonly record: RowRecord;
  private readonly store: RowStore;
  private readonly codes: Codes;
  private readonly codesAt: number;
  private readonly checkpoints: Checkpoints;
  private readonly strip: Strip | undefined;
  /** Room for the longest path, filled from its end. */
  private readonly pairs: Int32Array;
  /** The first row of the block that is open. */
  private origin = 0;
  /** Where the codes of the row that is open begin. */
  private rowCodes = 0;
  private lane = 0;
  private readonly kernel = (k: number, count: number, starts: boolean): void => this.stretch(k, count, starts);

  constructor(sweep: Sweep, plan: PathPlan, place: PathPlace) {
    const { problem, instance, structure, rows } = sweep;
    this.sweep = sweep;
    this.plan = plan;
    this.instance = instance;
    this.record = new RowRecord(instance, place.record, structure.count);
    this.store = new RowStore(instance, rows, place.store);
    this.codes = new Codes(rows, structure.count, problem.rows);
    this.codesAt = place.codes;
    this.checkpoints = new Checkpoints(place.checkpoints, plan.checkpointSize === 0 ? 0 : plan.blocks);
    this.strip = place.strip === undefined ? undefined : new Strip(sweep, this.store, place.strip);
    this.pairs = new Int32Array(plan.traces ? 2 * (problem.rows + problem.columns) : 0);
  }

  /** The item that the sweep has open: its path as (row, column) pairs, empty where there is none. Yields cells done. */
  *solve(): Generator<number, Int32Array, void> {
    const { sweep, store, checkpoints, record, plan } = this;
    const { structure, rows, stepCosts, starts } = sweep;
    store.hold(false, 1);
    starts.hold(false);
    for (let s = 0; s < structure.count; s++) stepCosts.point(record, s, s, false);
    sweep.expect(this.strip === undefined ? 4 * (structure.count + 1) : 4);
    this.codes.open();
    this.cost = Infinity;
    this.end = -1;
    checkpoints.reset();
    store.begin();
    for (let from = 0; from < rows.count; from += plan.codeHeight) {
      if (from > 0) {
        checkpoints.save(from / plan.codeHeight, from, store);
        store.advance(from);
      }
      yield* this.block(from, Math.min(rows.count, from + plan.codeHeight), true);
    }
    return this.end < 0 || !plan.traces ? new Int32Array() : yield* this.trace();
  }

  /** Rows from … to - 1, the first of which the store has turned to; `collect` on the first visit, when end cells are looked at. */
  private *block(from: number, to: number, collect: boolean): Generator<number, void, void> {
    const { sweep, store, strip, plan } = this;
    const { rows, piece, request } = sweep;
    const wantsRows = collect && plan.isHardmin && request.accumulatedCost === true;
    this.origin = from;
    let done = 0;
    let effort = 0;
    for (let n = from; n < to; n++) {
      if (n > from && n % plan.storeHeight === 0) store.advance(n);
      if (strip !== undefined && !wantsRows && n % STRIP_ROWS === 0 && n + STRIP_ROWS <= to && strip.serves(n)) {
        const codes = plan.traces ? this.codesAt + this.codes.offset(n, from) : 0;
        for (const positions of strip.solve(n, codes)) {
          effort += STRIP_ROWS * positions + ROW_EFFORT;
          if (effort < piece) continue;
          yield done;
          done = 0;
          effort = 0;
        }
        n += STRIP_ROWS - 1;
        done += cellsOf(rows, n - STRIP_ROWS + 1, n);
        continue;
      }
      store.clear(n);
      this.locate(n);
      effort += ROW_EFFORT;
      for (let start = rows.first[n]; start <= rows.last[n];) {
        const end = Math.min(start + piece, rows.last[n] + 1);
        sweep.readCosts(n, start, end);
        sweep.stepCosts.fillCosts(start - rows.first[n], start, end - start);
        sweep.starts.fillCosts(n, start, end, sweep.cellCosts);
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
      if (collect) this.takeEnds(n);
      if (wantsRows) {
        const [first, last] = [rows.first[n], rows.last[n]];
        sweep.writer.accumulatedRow(sweep.item, n, first, last, this.instance.all.f64, store.values + store.base(n) + first);
      }
    }
    if (done > 0) yield done;
  }

  /** Tells the kernels where row n stands, and what its steps lead to. */
  private locate(n: number): void {
    const { sweep, store, record, codes } = this;
    const { rows, structure, starts } = sweep;
    const first = rows.first[n];
    record.setRow(row.values, store.valueAt(store.base(n) + first));
    for (let s = 0; s < structure.count; s++) {
      const position = store.base(n - structure.rowsBack[s]) + first - structure.columnsBack[s];
      record.setStep(s, step.values, store.valueAt(position));
    }
    starts.turn(n);
    if (starts.to > starts.from) starts.point(record, structure.count, n);
    this.rowCodes = this.codesAt + codes.offset(n, this.origin) + codes.wordBytes * first;
    this.lane = n % codes.height;
  }

  private stretch(k: number, count: number, starts: boolean): void {
    const { record, instance, rowCodes, sweep, codes, lane } = this;
    const { exports } = instance;
    const { address } = record;
    const steps = sweep.structure.count + (starts ? 1 : 0);
    const twoAtATime = sweep.structure.advancing && !starts;
    if (!this.plan.traces) {
      if (twoAtATime) exports.hardAdvancingValues(address, steps, k, count);
      else exports.hardValues(address, steps, k, count);
    } else if (codes.wordBytes === 1) exports.hardBytes(address, steps, k, count, rowCodes);
    else if (twoAtATime) exports.hardAdvancingWords(address, steps, k, count, rowCodes, lane);
    else exports.hardWords(address, steps, k, count, rowCodes, lane);
  }

  private takeEnds(n: number): void {
    const { sweep, store } = this;
    const { ends, rows } = sweep;
    const count = ends.rowCount(n);
    for (let i = 0; i < count; i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (!rows.contains(n, m)) continue;
      const cost = store.distance(store.base(n) + m) + sweep.endCost(n, k);
      // Ties: the first in the given order, which need not be the order of rows.
      if (cost < this.cost || (cost === this.cost && cost !== Infinity && k < this.end)) {
        this.cost = cost;
        this.end = k;
      }
    }
  }

  /** From the best end back to a start, making the codes of earlier blocks again as it comes to them. */
  private *trace(): Generator<number, Int32Array, void> {
    const { sweep, pairs, codes, instance, store, codesAt } = this;
    const { codeHeight } = this.plan;
    const { ends, structure } = sweep;
    let n = ends.row(this.end);
    let m = ends.column(this.end);
    for (let position = pairs.length - 2; ; position -= 2) {
      while (n < this.origin) {
        const block = this.origin - codeHeight;
        if (block === 0) store.begin();
        else this.checkpoints.restore(block / codeHeight, block, store);
        yield* this.block(block, block + codeHeight, false);
      }
      pairs[position] = n;
      pairs[position + 1] = m;
      const s = codes.step(instance, codesAt, this.origin, n, m);
      if (s === structure.count) return pairs.slice(position);
      n -= structure.rowsBack[s];
      m -= structure.columnsBack[s];
      if (position % TRACE_PIECE === 0) yield 0;
    }
  }
}

/** Cells of the rows from … to. */
function cellsOf({ first, last }: ItemRows, from: number, to: number): number {
  let cells = 0;
  for (let n = from; n <= to; n++) cells += last[n] - first[n] + 1;
  return cells;
}
