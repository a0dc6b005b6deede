// Start candidates, all in the first row, and end candidates, all in the last.

import { LN_2, LOG2_E, power, storePower, VANISHING } from "../../extended";
import { Item } from "../../printed/item";
import { blockOf, cell } from "./blocks";

// @ts-ignore: decorator
@inline
function column(columns: i32, k: i32): i32 {
  return load<i32>(<usize>columns + (<usize>k << 2));
}

// @ts-ignore: decorator
@inline
function number(numbers: i32, k: i32): f64 {
  return load<f64>(<usize>numbers + (<usize>k << 3));
}

/** Where the factor of column m's class stands among those of a row; half of it is where its cost stands, twice of it its sums. */
// @ts-ignore: decorator
@inline
function placeOf(item: Item, m: i32): usize {
  if ((m & 1) == 0) return <usize>item.blank;
  return load<u32>(<usize>item.labels + ((<usize>m >> 3) << 6) + (((<usize>m >> 1) & 3) << 2));
}

// @ts-ignore: decorator
@inline
function costAt(item: Item, n: i32, m: i32): f64 {
  return <f64>load<f32>(<usize>item.cost + (<usize>n * <usize>item.classes << 2) + (placeOf(item, m) >> 1));
}

/** log2 of exp(-(multiplier·cost + penalty)/γ); -Infinity where the cell is forbidden or the candidate closed. */
function candidateLogarithm(item: Item, multiplier: f64, penalty: f64, cost: f64): f64 {
  if (cost == Infinity || penalty == Infinity || multiplier == Infinity) return -Infinity;
  return (-(multiplier * cost + penalty) / item.temperature) * LOG2_E;
}

/** log2 of an extended number; -Infinity where it is zero. */
function logarithm(at: usize): f64 {
  const exponent = load<i32>(at, 16);
  return exponent < VANISHING ? -Infinity : <f64>exponent + Math.log2(<f64>load<f32>(at));
}

/** Writes the start candidates into the first row, which is zero. */
export function writeStarts(item: Item, prefixes: usize): void {
  for (let k = 0; k < item.starts; k++) {
    const m = column(item.startColumns, k);
    const t = candidateLogarithm(item, number(item.startMultipliers, k), number(item.startPenalties, k), costAt(item, 0, m));
    const at = cell(prefixes, m);
    storePower(t, 0, at, at + 16);
  }
}

/** log2 of Z, the sum of P·exp(-(end cost)/γ) over the end candidates, whose terms are noted. Nothing reaches the blocks after `last`. */
export function sumEnds(item: Item, prefixes: usize, last: i32): f64 {
  let largest = -Infinity;
  for (let k = 0; k < item.ends; k++) {
    const m = column(item.endColumns, k);
    const cost = costAt(item, item.rows - 1, m);
    const t = candidateLogarithm(item, number(item.endMultipliers, k), number(item.endPenalties, k), cost);
    const term = t == -Infinity || blockOf(m) > last ? -Infinity : t + logarithm(cell(prefixes, m));
    store<f64>(<usize>item.endLogarithms + (<usize>k << 3), term);
    largest = Math.max(largest, term);
  }
  if (largest == -Infinity) return largest;
  let sum = 0.0;
  for (let k = 0; k < item.ends; k++) sum += power(number(item.endLogarithms, k) - largest);
  return largest + Math.log2(sum);
}

/** Adds H of a cell in row n to the sums of its class. */
function addGradient(item: Item, n: i32, m: i32, gradient: f64): void {
  const to = <usize>item.sums + (placeOf(item, m) << 1) + ((<usize>n & 3) << 2);
  store<f32>(to, load<f32>(to) + <f32>gradient);
}

/** The last row, whose cells have no successors: H of the end candidates, and their R in a row of suffixes that is zero. */
export function leaveEnds(item: Item, suffixes: usize): void {
  const last = item.rows - 1;
  for (let k = 0; k < item.ends; k++) {
    const m = column(item.endColumns, k);
    const term = number(item.endLogarithms, k);
    if (term == -Infinity) continue;
    const multiplier = number(item.endMultipliers, k);
    const cost = costAt(item, last, m);
    const own = last == 0 ? startMultiplier(item, m) : 1;
    addGradient(item, last, m, (own + multiplier) * power(term - item.logarithm));
    const t = candidateLogarithm(item, 1 + multiplier, number(item.endPenalties, k), cost) - item.logarithm;
    const at = cell(suffixes, m);
    storePower(t, 127, at, at + 16);
  }
}

/** The multiplier of the start candidate in column m, which is there. */
function startMultiplier(item: Item, m: i32): f64 {
  let k = 0;
  while (column(item.startColumns, k) != m) k++;
  return number(item.startMultipliers, k);
}

/** The exponents of suffixes are 127 too large. */
// @ts-ignore: decorator
@inline
function suffix(suffixes: usize, m: i32): f64 {
  return logarithm(cell(suffixes, m)) - 127;
}

/** The first row, when another follows: H of the start candidates from R of their successors. */
export function reachStarts(item: Item, prefixes: usize, suffixes: usize): void {
  for (let k = 0; k < item.starts; k++) {
    const m = column(item.startColumns, k);
    const p = logarithm(cell(prefixes, m));
    if (p == -Infinity) continue;
    let e = power(p + suffix(suffixes, m)) + power(p + suffix(suffixes, m + 1));
    if ((m & 1) == 1 && canSkip(item, m + 2)) e += power(p + suffix(suffixes, m + 2));
    addGradient(item, 0, m, number(item.startMultipliers, k) * e);
  }
}

/** Whether the step from label to label into column m is allowed. */
function canSkip(item: Item, m: i32): bool {
  return load<i32>(<usize>item.labels + ((<usize>m >> 3) << 6) + 16 + (((<usize>m >> 1) & 3) << 2)) == 0;
}
