// Start and end candidates of a row: what they add to P and R after the recursion, and what they change in E and H.

import { power, storePower } from "../extended";
import { candidateLogarithm, logarithmOf, number, place } from "../items/candidates";
import { Item } from "../printed/item";
import { SEPARATE } from "./forward";
import { firstOf, lastOf, PAD, prefixesOf } from "./spans";

// @ts-ignore: decorator
@inline
function matters(item: Item, n: i32, m: i32): bool {
  return m >= firstOf(item, n) && m <= lastOf(item, n);
}

// @ts-ignore: decorator
@inline
function costOf(costs: usize, m: i32): f32 {
  return load<f32>(costs + (<usize>m << 2));
}

/** log2 of what start candidate k begins with. */
function startLogarithm(item: Item, k: i32, costs: usize, m: i32): f64 {
  return candidateLogarithm(item.temperature, number(item.startMultipliers, k), number(item.startPenalties, k), costOf(costs, m));
}

function endLogarithm(item: Item, k: i32, costs: usize, m: i32): f64 {
  return candidateLogarithm(item.temperature, number(item.endMultipliers, k), number(item.endPenalties, k), costOf(costs, m));
}

/** Adds 2^t to an extended number. */
function addPower(mantissa: usize, exponent: usize, t: f64): void {
  const own = logarithmOf(mantissa, exponent);
  const largest = Math.max(own, t);
  storePower(largest + Math.log2(power(own - largest) + power(t - largest)), 0, mantissa, exponent);
}

/** Adds the start candidates of row n to its P, and to G where that is kept. */
export function addStarts(item: Item, n: i32, costs: usize, k: i32, last: i32): void {
  const exponents = <usize>item.exponentBytes;
  for (; k < last; k++) {
    const m = place(item.startColumns, k);
    if (!matters(item, n, m)) continue;
    const t = startLogarithm(item, k, costs, m);
    if (t == -Infinity) continue;
    const at = prefixesOf(item, n) + (<usize>m << 2);
    const before = logarithmOf(at, at + exponents);
    addPower(at, at + exponents, t);
    if (item.form != SEPARATE || item.backward == 0) continue;
    const after = logarithmOf(at, at + exponents);
    const gradient = at + 2 * exponents;
    const kept = before == -Infinity ? 0 : <f64>load<f32>(gradient) * power(before - after);
    store<f32>(gradient, <f32>(kept + number(item.startMultipliers, k) * power(t - after)));
  }
}

/** Notes log2 of P·exp(-(end cost)/γ) for the end candidates of row n. */
export function collectEnds(item: Item, n: i32, costs: usize, k: i32, last: i32): void {
  for (; k < last; k++) {
    const m = place(item.endColumns, k);
    let logarithm = -Infinity;
    if (matters(item, n, m)) {
      const at = prefixesOf(item, n) + (<usize>m << 2);
      const t = endLogarithm(item, k, costs, m);
      if (t != -Infinity) logarithm = t + logarithmOf(at, at + <usize>item.exponentBytes);
    }
    store<f64>(<usize>item.endLogarithms + (<usize>k << 3), logarithm);
  }
}

/** Adds the end candidates of row n to its E and R, and to H of separate steps. */
export function addEnds(item: Item, n: i32, costs: usize, k: i32, last: i32, alignment: usize, gradient: usize): void {
  for (; k < last; k++) {
    const m = place(item.endColumns, k);
    const logarithm = number(item.endLogarithms, k);
    if (logarithm == -Infinity) continue;
    const share = power(logarithm - item.logarithm);
    const column = <usize>m << 2;
    store<f32>(alignment + column, load<f32>(alignment + column) + <f32>share);
    const t = endLogarithm(item, k, costs, m) - item.logarithm;
    if (item.form != SEPARATE) {
      addSuffix(item, 0, m, t + candidateLogarithm(item.temperature, 1, 0, costOf(costs, m)));
      continue;
    }
    const multiplier = load<f32>(prefixesOf(item, n) + 2 * <usize>item.exponentBytes + column);
    store<f32>(gradient + column, load<f32>(gradient + column) + <f32>share * multiplier);
    for (let s = 0; s < item.steps; s++) {
      const weight = load<f64>(<usize>item.weights + ((<usize>(s * item.columns + m)) << 3));
      addSuffix(item, s, m, t + candidateLogarithm(item.temperature, weight, 0, costOf(costs, m)));
    }
  }
}

/** Adds 2^t to R of step s in column m; its exponents are 127 too large. */
function addSuffix(item: Item, s: i32, m: i32, t: f64): void {
  if (t == -Infinity) return;
  const bytes = <usize>item.suffixBytes;
  const at = <usize>item.suffixes + (<usize>PAD << 2) + 2 * <usize>s * bytes + (<usize>m << 2);
  addPower(at, at + bytes, t + 127);
}

/** Adds to H of row n what the multipliers of its start and end candidates change: the kernels counted each start's as if it were 1. */
export function addMultipliers(
  item: Item, n: i32, costs: usize, firstStart: i32, lastStart: i32, firstEnd: i32, lastEnd: i32, gradient: usize,
): void {
  for (let k = firstStart; item.form != SEPARATE && k < lastStart; k++) {
    const m = place(item.startColumns, k);
    const factor = number(item.startMultipliers, k) - 1;
    if (factor == 0 || !matters(item, n, m)) continue;
    const t = startLogarithm(item, k, costs, m);
    const at = prefixesOf(item, n) + (<usize>m << 2);
    const p = logarithmOf(at, at + <usize>item.exponentBytes);
    if (t == -Infinity || p == -Infinity) continue;
    addTo(gradient, m, factor * power(t - p) * <f64>load<f32>(gradient + (<usize>m << 2)));
  }
  for (let k = firstEnd; k < lastEnd; k++) {
    const logarithm = number(item.endLogarithms, k);
    if (logarithm == -Infinity) continue;
    addTo(gradient, place(item.endColumns, k), number(item.endMultipliers, k) * power(logarithm - item.logarithm));
  }
}

// @ts-ignore: decorator
@inline
function addTo(row: usize, m: i32, value: f64): void {
  const at = row + (<usize>m << 2);
  store<f32>(at, load<f32>(at) + <f32>value);
}
