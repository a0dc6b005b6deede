import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import type { CandidateRegion, Regions } from '../items/regions.ts';
import { candidateSizes, mostOf, placeRegions } from '../items/regions.ts';
import { aligned } from '../module/instance.ts';
import {
  CARRY_PAD,
  COEFFICIENTS_OF_STEP,
  EXPONENTIAL_BYTES,
  STATE_BYTES,
  STEP_BYTES,
  STRIP_ENTRY_NUMBERS,
  STRIP_ROWS,
} from './geometry.ts';
import { itemBytes } from './item-fields.ts';

/** What a solve needs beside the problem's shape. */
export interface StripNeeds {
  readonly separate: boolean;
  readonly backward: boolean;
  readonly checkpointed: boolean;
  /** Bytes of the item's costs: a matrix, values of classes, or features. */
  readonly costBytes: number;
  readonly indexBytes: number;
  readonly xBytes: number;
  readonly yBytes: number;
  readonly rowTermBytes: number;
  /** Bytes of results that do not take the place of the costs. */
  readonly resultBytes: number;
}

/** The arrays of an item. */
type Region =
  | CandidateRegion
  | 'item'
  | 'cost'
  | 'index'
  | 'x'
  | 'y'
  | 'rowTerms'
  | 'results'
  | 'ranges'
  | 'table'
  | 'costRows'
  | 'alignmentRows'
  | 'gradientRows'
  | 'carry'
  | 'backCarry'
  | 'secondCarry'
  | 'savedCarries'
  | 'inject'
  | 'state'
  | 'exponential'
  | 'coefficients'
  | 'prefix'
  | 'multipliers'
  | 'factors';

/** Where everything of an item stands, in bytes from the item's address. */
export interface StripLayout {
  readonly bytes: number;
  readonly rowBytes: number;
  readonly carryBytes: number;
  readonly coefficientBytes: number;
  readonly origin: number;
  readonly at: Regions<Region>['at'];
}

/** Steps of a strip that covers the columns `first` to `last`: whole groups of four. */
export function stripSteps(first: number, last: number): readonly [from: number, to: number] {
  const from = first - (first % 4);
  return [from, from + 4 * Math.ceil((last + STRIP_ROWS - from) / 4)];
}

/** The steps of strip q of an item. An empty strip has one group of steps, all of them outside of the band. */
export function stepsOfStrip(problem: AlignmentProblem, layout: LatticeLayout, b: number, q: number): readonly [from: number, to: number] {
  const rows = problem.rowLengths[b];
  if (!layout.banded) return stripSteps(0, problem.columnLengths[b] - 1);
  let first = problem.columns - 1;
  let last = 0;
  for (let r = 0; r < STRIP_ROWS && q * STRIP_ROWS + r < rows; r++) {
    const row = b * problem.rows + q * STRIP_ROWS + r;
    if (layout.last[row] < layout.first[row]) continue;
    first = Math.min(first, layout.first[row]);
    last = Math.max(last, layout.last[row]);
  }
  return stripSteps(Math.min(first, last), last);
}

/** Places an item of the problem's greatest lengths. */
export function stripLayout(problem: AlignmentProblem, layout: LatticeLayout, needs: StripNeeds): StripLayout {
  const { columns, rowLengths } = problem;
  const rows = mostOf(rowLengths);
  const strips = Math.ceil(rows / STRIP_ROWS);
  const [, steps] = stripSteps(0, columns - 1);
  // Rows of one column on would meet in the same lines of the cache if they were a power of two apart.
  let rowBytes = 4 * (columns + 2 * STRIP_ROWS) + 64;
  rowBytes += 64 - (rowBytes % 64) + (Math.ceil(rowBytes / 64) % 2 === 0 ? 64 : 0);
  const carryBytes = aligned(8 * (CARRY_PAD + steps + CARRY_PAD));
  const origin = steps + 4;
  const coefficientBytes = aligned(4 * (origin + 24));
  const kept = needs.backward && !needs.checkpointed ? mostSteps(problem, layout) : steps;
  const scratchRows = STRIP_ROWS * (rowBytes + 4) + 64;
  const sizes: Record<Region, number> = {
    item: itemBytes,
    cost: needs.costBytes + 64,
    index: needs.indexBytes,
    x: needs.xBytes,
    y: needs.yBytes,
    rowTerms: needs.rowTermBytes,
    results: needs.resultBytes,
    ranges: layout.banded ? 12 * rows : 0,
    table: 4 * STRIP_ENTRY_NUMBERS * strips,
    ...candidateSizes(problem),
    costRows: scratchRows,
    alignmentRows: needs.backward ? scratchRows : 0,
    gradientRows: needs.backward && needs.separate ? scratchRows : 0,
    carry: carryBytes,
    backCarry: needs.backward ? carryBytes : 0,
    secondCarry: needs.backward && needs.separate ? carryBytes : 0,
    savedCarries: needs.checkpointed ? strips * carryBytes : 0,
    inject: STEP_BYTES * steps,
    state: STATE_BYTES,
    exponential: EXPONENTIAL_BYTES,
    coefficients: needs.separate ? 3 * COEFFICIENTS_OF_STEP * coefficientBytes : 0,
    prefix: STEP_BYTES * kept,
    multipliers: needs.separate ? (STEP_BYTES / 2) * kept : 0,
    factors: needs.backward && !needs.separate && !layout.banded ? (STEP_BYTES / 2) * kept : 0,
  };
  return { ...placeRegions(sizes), rowBytes, carryBytes, coefficientBytes, origin };
}

/** Steps of all strips of the item that has most. */
function mostSteps(problem: AlignmentProblem, layout: LatticeLayout): number {
  let most = 0;
  for (let b = 0; b < problem.batch; b++) {
    const strips = Math.ceil(problem.rowLengths[b] / STRIP_ROWS);
    if (strips === 0 || problem.columnLengths[b] === 0) continue;
    let steps = 0;
    if (layout.banded) {
      for (let q = 0; q < strips; q++) {
        const [from, to] = stepsOfStrip(problem, layout, b, q);
        steps += to - from;
      }
    } else {
      const [from, to] = stripSteps(0, problem.columnLengths[b] - 1);
      steps = strips * (to - from);
    }
    most = Math.max(most, steps);
  }
  return most;
}
