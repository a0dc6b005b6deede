// One item whose steps all advance one row, from its first row to its last and back.

import { LOG2_E } from "../extended";
import { firstFrom, logarithmOfSum } from "../items/candidates";
import { Item } from "../printed/item";
import { firstColumn, lastColumn, offset, writeCosts, writeRow } from "../items/cost-rows";
import { canRepresent, isNormalised, largestLane, storeScale } from "./arithmetic";
import { backwardRow } from "./backward";
import { addEnds, addMultipliers, addStarts, collectEnds } from "./boundaries";
import { anyForbidden, fillFactors, forbid } from "./class-factors";
import { forwardRow, GUARDED, INTERLEAVED, PLAIN, SEPARATE } from "./forward";
import { clearAfter, clearBefore } from "./numbers";
import { advanceInterleaved } from "./interleaved";
import { addClasses, clearColumns, pullRows } from "./results";
import { COEFFICIENTS, fillByClass, fillByCost, fillByWeight, storeCoefficients } from "./row-factors";
import { findSpans, firstKept, firstOf, keptBytes, lastKept, lastOf, PAD, placeRow, placeRows, prefixesOf } from "./spans";

const BEGIN: i32 = 0;
const FORWARD: i32 = 1;
const BACKWARD: i32 = 2;
/** Prefixes that were not kept are made again. */
const AGAIN: i32 = 3;
const FINISHED: i32 = 4;

const SOLVED: i32 = 0;
const INFEASIBLE: i32 = 1;
/** Costs over γ are too large for the exponents. */
const BEYOND: i32 = 2;

/** The place of column 0 in a scratch row. */
// @ts-ignore: decorator
@inline
function scratch(rows: i32): usize {
  return <usize>rows + (<usize>PAD << 2);
}

/** The scratch row of row n: four rows have one each. */
// @ts-ignore: decorator
@inline
function slot(item: Item, rows: i32, n: i32): usize {
  return scratch(rows) + <usize>(n & 3) * <usize>item.rowBytes;
}

/** The costs of the row at work. */
let costs: usize = 0;

/** Turns to row n: fills its factors. */
function openRow(item: Item, n: i32): void {
  const first = firstOf(item, n);
  const last = lastOf(item, n);
  if (first > last) return;
  const bias = isNormalised(n) ? 127 : 0;
  const factors = scratch(item.factors);
  const bytes = <usize>item.factorBytes;
  costs = scratch(item.costRows);
  if (item.classFactors != 0) {
    const values = <usize>item.cost + (<usize>n * <usize>item.classes << 2);
    const most = fillFactors(values, item.used, item.classes, item.scale, bias, item.classFactors);
    let largest: f32;
    if (anyForbidden(most)) {
      item.guarded = 1;
      largest = forbid(values, item.used, item.classes, item.classFactors);
    } else {
      largest = largestLane(most);
    }
    if (largest > item.largestCost) item.largestCost = largest;
    fillByClass(item.classFactors, item.index, first, last, factors, factors + bytes);
    if (hasCandidates(item, n)) writeCosts(item, n, first, last + 1 - first, costs + (<usize>first << 2));
    return;
  }
  // Costs that stand in rows are read where they are, others are written to a scratch row.
  if (item.source == 0) costs = <usize>item.cost + ((offset(item, n) - <usize>firstColumn(item, n)) << 2);
  else writeCosts(item, n, first, last + 1 - first, costs + (<usize>first << 2));
  if (item.form != SEPARATE) {
    fillByCost(item, costs, bias, first, last, factors, factors + bytes);
    return;
  }
  for (let s: usize = 0; s < <usize>item.steps; s++) {
    const coefficients = <usize>item.coefficients + s * COEFFICIENTS * <usize>item.coefficientBytes;
    fillByWeight(item, costs, coefficients, bias, first, last, factors + 2 * s * bytes, factors + (2 * s + 1) * bytes);
  }
}

// @ts-ignore: decorator
@inline
function hasCandidates(item: Item, n: i32): bool {
  return (
    firstFrom(item.startRows, item.starts, n) < firstFrom(item.startRows, item.starts, n + 1) ||
    firstFrom(item.endRows, item.ends, n) < firstFrom(item.endRows, item.ends, n + 1)
  );
}

/** How the steps of the row at work differ. */
// @ts-ignore: decorator
@inline
function formOf(item: Item): i32 {
  return item.form == PLAIN && item.guarded != 0 ? GUARDED : item.form;
}

function forward(item: Item, n: i32): void {
  openRow(item, n);
  const first = firstOf(item, n);
  const last = lastOf(item, n);
  const row = prefixesOf(item, n);
  const exponents = <usize>item.exponentBytes;
  if (first > last || n == 0) {
    if (firstKept(item, n) <= lastKept(item, n)) clearAfter(row, row + exponents, firstKept(item, n), lastKept(item, n));
    if (first <= last && item.form == SEPARATE && item.backward != 0) clearColumns(row + 2 * exponents, first, last);
  } else {
    forwardRow(
      formOf(item), item.steps == 3, isNormalised(n), prefixesOf(item, n - 1), row, exponents, scratch(item.factors), item.factorBytes,
      item.coefficients, item.coefficientBytes, first, last,
    );
    clearBefore(row, row + exponents, firstKept(item, n), first - 1);
    clearAfter(row, row + exponents, last + 1, max(last + 1, lastKept(item, n)));
  }
  const firstStart = firstFrom(item.startRows, item.starts, n);
  addStarts(item, n, costs, firstStart, firstFrom(item.startRows, item.starts, n + 1));
  if (item.phase != FORWARD) return;
  const firstEnd = firstFrom(item.endRows, item.ends, n);
  collectEnds(item, n, costs, firstEnd, firstFrom(item.endRows, item.ends, n + 1));
}

/** Where the numbers of row n that are kept begin. */
// @ts-ignore: decorator
@inline
function keptOf(item: Item, n: i32): usize {
  const first = firstKept(item, n);
  const last = lastKept(item, n);
  return prefixesOf(item, n) + (<usize>(<i32>(first <= last ? first : 0) - PAD) << 2);
}

/** Where the row before row n is kept until row n comes again. */
// @ts-ignore: decorator
@inline
function savedBefore(item: Item, n: i32): usize {
  return <usize>item.saved + 2 * <usize>(n / item.height) * <usize>item.savedBytes;
}

/** Turns to the rows that are kept together from row n on. */
function goOn(item: Item, n: i32): void {
  const bytes = keptBytes(item, n - 1);
  const from = keptOf(item, n - 1);
  const saved = savedBefore(item, n);
  memory.copy(saved, from, bytes);
  memory.copy(saved + <usize>item.savedBytes, from + <usize>item.exponentBytes, bytes);
  placeRows(item, n, min(n + item.height, item.rows));
  restore(item, n);
}

function restore(item: Item, n: i32): void {
  const bytes = keptBytes(item, n - 1);
  const to = keptOf(item, n - 1);
  const saved = savedBefore(item, n);
  memory.copy(to, saved, bytes);
  memory.copy(to + <usize>item.exponentBytes, saved + <usize>item.savedBytes, bytes);
}

/** Turns back to the rows that are kept with row n, to make them again. */
function goBack(item: Item, n: i32): void {
  item.row = n - (n % item.height);
  item.phase = AGAIN;
  placeRows(item, item.row, n + 1);
  if (item.row > 0) restore(item, item.row);
}

/** Clears R outside of the row's own columns, where the row above reads it. */
function clearSuffixes(item: Item, n: i32): void {
  if (n == 0) return;
  const first = firstOf(item, n);
  const last = lastOf(item, n);
  const low = firstOf(item, n - 1);
  const high = lastOf(item, n - 1) + 2;
  const bytes = <usize>item.suffixBytes;
  const count = item.form == SEPARATE ? item.steps : 1;
  for (let s = 0; s < count; s++) {
    const mantissas = scratch(item.suffixes) + 2 * <usize>s * bytes;
    if (first > last) {
      if (low <= high) clearAfter(mantissas, mantissas + bytes, low, high);
      continue;
    }
    clearBefore(mantissas, mantissas + bytes, low, first - 1);
    clearAfter(mantissas, mantissas + bytes, last + 1, max(last + 1, high));
  }
}

function backward(item: Item, n: i32): void {
  openRow(item, n);
  const first = firstOf(item, n);
  const last = lastOf(item, n);
  const alignment = slot(item, item.alignmentRows, n);
  const gradient = item.form == SEPARATE ? slot(item, item.gradientRows, n) : alignment;
  if (first <= last) {
    backwardRow(
      formOf(item), item.steps == 3, isNormalised(n), scratch(item.suffixes), item.suffixBytes, prefixesOf(item, n), item.exponentBytes,
      scratch(item.factors), item.factorBytes, item.coefficients, item.coefficientBytes, first, last, alignment, gradient,
    );
  }
  const firstEnd = firstFrom(item.endRows, item.ends, n);
  const lastEnd = firstFrom(item.endRows, item.ends, n + 1);
  addEnds(item, n, costs, firstEnd, lastEnd, alignment, gradient);
  clearSuffixes(item, n);

  const isPulled = item.xGradient != 0;
  const low = isPulled ? 0 : firstColumn(item, n);
  const high = isPulled ? item.columns + 3 : lastColumn(item, n);
  clearOutside(alignment, first, last, low, high);
  if (gradient != alignment) clearOutside(gradient, first, last, low, high);
  if (item.alignment != 0) writeRow(item, n, alignment, item.alignment);
  const firstStart = firstFrom(item.startRows, item.starts, n);
  const lastStart = firstFrom(item.startRows, item.starts, n + 1);
  addMultipliers(item, n, costs, firstStart, lastStart, firstEnd, lastEnd, gradient);
  if (item.gradient != 0) writeRow(item, n, gradient, item.gradient);
  if (item.classGradient != 0) addClasses(item, n, gradient);
  if (isPulled && (n & 3) == 0) pullRows(item, n, item.form == SEPARATE ? scratch(item.gradientRows) : scratch(item.alignmentRows));
}

/** Sets columns `low` to `high` of a row to 0, but not those from `first` to `last`. */
function clearOutside(row: usize, first: i32, last: i32, low: i32, high: i32): void {
  if (first > last) {
    clearColumns(row, low, high);
    return;
  }
  clearColumns(row, low, first - 1);
  clearColumns(row, last + 1, high);
}

function begin(item: Item): void {
  if (item.status != SOLVED) {
    // The host could not give the costs a form that is known here.
    item.phase = FINISHED;
    return;
  }
  const scale = -LOG2_E / item.temperature;
  storeScale(item.scale, scale);
  if (item.weights != 0) storeCoefficients(item, scale);
  item.largestCost = 0;
  item.guarded = 0;
  findSpans(item);
  if (item.backward != 0) placeRows(item, 0, min(item.height, item.rows));
  item.phase = FORWARD;
  item.row = 0;
}

/** Ends the forward pass: the value, and whether there is a backward pass. */
function turn(item: Item): void {
  item.phase = FINISHED;
  const cell = item.largestCost * item.largestWeight + item.largestPenalty;
  if (!canRepresent(cell, item.largestCost, LOG2_E / item.temperature, item.rows)) {
    item.status = BEYOND;
    return;
  }
  item.logarithm = logarithmOfSum(item.endLogarithms, item.ends);
  if (item.logarithm == -Infinity) item.status = INFEASIBLE;
  if (item.status != SOLVED || item.backward == 0) return;
  const bytes = <usize>item.suffixBytes;
  const count = item.form == SEPARATE ? <usize>item.steps : 1;
  for (let s: usize = 0; s < count; s++) {
    const mantissas = <usize>item.suffixes + 2 * s * bytes;
    clearAfter(mantissas, mantissas + bytes, 0, <i32>(bytes >> 2) - 1);
  }
  memory.fill(item.alignmentRows, 0, 4 * <usize>item.rowBytes);
  if (item.form == SEPARATE) memory.fill(item.gradientRows, 0, 4 * <usize>item.rowBytes);
  item.phase = BACKWARD;
  item.row = item.rows - 1;
}

/**
 * Works on an item until at least `cells` are done.
 *
 * @returns the cells done; 0 when there is nothing left to do
 */
export function advanceRows(address: usize, cells: i32): i32 {
  const item = changetype<Item>(address);
  if (item.form == INTERLEAVED) return advanceInterleaved(item, cells);
  if (item.phase == BEGIN) begin(item);
  let done = 0;
  while (item.phase != FINISHED && done < cells) {
    const n = item.row;
    done += max(0, lastOf(item, n) - firstOf(item, n) + 1) + 16;
    if (item.phase == BACKWARD) {
      backward(item, n);
      item.row--;
      if (n == 0) item.phase = FINISHED;
      else if (n % item.height == 0) goBack(item, n - 1);
      continue;
    }
    // Without a backward pass rows take turns in two places.
    if (item.backward == 0) placeRow(item, n, <usize>item.prefixes + <usize>(n & 1) * <usize>item.savedBytes);
    else if (item.phase == FORWARD && n > 0 && n % item.height == 0) goOn(item, n);
    forward(item, n);
    item.row++;
    if (item.phase == FORWARD) {
      if (item.row == item.rows) turn(item);
    } else if (item.row % item.height == 0) {
      item.row--;
      item.phase = BACKWARD;
    }
  }
  return done;
}
