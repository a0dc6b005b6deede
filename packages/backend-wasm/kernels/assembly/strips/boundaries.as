// Start and end candidates of a strip: what they inject into the recursion, and what they add to the gradient.

import { storePower, power, ZERO } from "../extended";
import { candidateLogarithm, number, place as candidate } from "../items/candidates";
import { Item } from "../printed/item";
import { ROWS, STEP_BYTES } from "../printed/strips";
import { firstColumn, lastColumn } from "../items/cost-rows";
import { place } from "./rows";

/** Where the numbers of row r at column m stand in step-wise storage; exponents stand 16 bytes further. */
// @ts-ignore: decorator
@inline
function cell(steps: usize, r: i32, m: i32): usize {
  return steps + <usize>(m + r) * STEP_BYTES + <usize>(r >> 2) * 32 + (<usize>(r & 3) << 2);
}

// @ts-ignore: decorator
@inline
function costAt(item: Item, r: i32, m: i32): f32 {
  return load<f32>(place(item, item.costRows, r) + (<usize>m << 2));
}

// @ts-ignore: decorator
@inline
function inside(item: Item, n: i32, m: i32): bool {
  return m >= firstColumn(item, n) && m <= lastColumn(item, n);
}

/** Binary logarithm of P at a cell; meaningless, but far below all others, where P is 0. */
function prefixLogarithm(prefix: usize, r: i32, m: i32): f64 {
  const at = cell(prefix, r, m);
  return <f64>load<i32>(at, 16) + Math.log2(<f64>load<f32>(at));
}

/** Puts start candidates k … last - 1, which lie in strip q, into the storage that the forward kernels add. */
export function injectStarts(item: Item, q: i32, k: i32, last: i32): void {
  for (; k < last; k++) {
    const n = candidate(item.startRows, k);
    const m = candidate(item.startColumns, k);
    if (!inside(item, n, m)) continue;
    const r = n - q * ROWS;
    const t = candidateLogarithm(item.temperature, number(item.startMultipliers, k), number(item.startPenalties, k), costAt(item, r, m));
    const at = cell(<usize>item.inject, r, m);
    storePower(t, -127, at, at + 16);
  }
}

/** Puts end candidates there, whose probabilities are known by now, for the backward kernels. */
export function injectEnds(item: Item, q: i32, k: i32, last: i32): void {
  for (; k < last; k++) {
    const n = candidate(item.endRows, k);
    const m = candidate(item.endColumns, k);
    if (!inside(item, n, m)) continue;
    const r = n - q * ROWS;
    const t = candidateLogarithm(item.temperature, number(item.endMultipliers, k), number(item.endPenalties, k), costAt(item, r, m));
    const at = cell(<usize>item.inject, r, m);
    storePower(t - item.logarithm, 127, at, at + 16);
  }
}

/** Takes candidates out again. */
export function clear(item: Item, q: i32, rows: i32, columns: i32, k: i32, last: i32): void {
  for (; k < last; k++) {
    const at = cell(<usize>item.inject, candidate(rows, k) - q * ROWS, candidate(columns, k));
    store<f32>(at, 1);
    store<i32>(at, ZERO, 16);
  }
}

/** Notes log2 of P·exp(-(end cost)/γ) for the end candidates of a strip. */
export function collectEnds(item: Item, q: i32, k: i32, last: i32, prefix: usize): void {
  for (; k < last; k++) {
    const n = candidate(item.endRows, k);
    const m = candidate(item.endColumns, k);
    let logarithm = -Infinity;
    if (inside(item, n, m)) {
      const r = n - q * ROWS;
      const t = candidateLogarithm(item.temperature, number(item.endMultipliers, k), number(item.endPenalties, k), costAt(item, r, m));
      const p = prefixLogarithm(prefix, r, m);
      if (p > -268435456.0) logarithm = p + t;
    }
    store<f64>(<usize>item.endLogarithms + (<usize>k << 3), logarithm);
  }
}

/** Adds what the multipliers of start and end candidates change in H, which the kernels left out. `rows` are those of H. */
export function addBoundaries(
  item: Item, q: i32, rows: i32, firstStart: i32, lastStart: i32, firstEnd: i32, lastEnd: i32, prefix: usize,
): void {
  // Without G the kernels count a start candidate as if its multiplier were 1, with it as if it were 0.
  const counted = item.separate != 0 ? 0.0 : 1.0;
  for (let k = firstStart; k < lastStart; k++) {
    const n = candidate(item.startRows, k);
    const m = candidate(item.startColumns, k);
    const factor = number(item.startMultipliers, k) - counted;
    if (factor == 0 || !inside(item, n, m)) continue;
    const r = n - q * ROWS;
    const t = candidateLogarithm(item.temperature, counted + factor, number(item.startPenalties, k), costAt(item, r, m));
    if (t == -Infinity) continue;
    const share = power(t - prefixLogarithm(prefix, r, m));
    const to = place(item, rows, r) + (<usize>m << 2);
    const soft = load<f32>(place(item, item.alignmentRows, r) + (<usize>m << 2));
    store<f32>(to, load<f32>(to) + <f32>(factor * share) * soft);
  }
  for (let k = firstEnd; k < lastEnd; k++) {
    const n = candidate(item.endRows, k);
    const m = candidate(item.endColumns, k);
    const multiplier = number(item.endMultipliers, k);
    const logarithm = number(item.endLogarithms, k);
    if (multiplier == 0 || logarithm == -Infinity || !inside(item, n, m)) continue;
    const to = place(item, rows, n - q * ROWS) + (<usize>m << 2);
    store<f32>(to, load<f32>(to) + <f32>(multiplier * power(logarithm - item.logarithm)));
  }
}
