// Factors K = exp(-W·C/γ) of a row, as a row of mantissas and a row of exponents, by column.

import { CONSTANTS } from "../constants";
import { Item } from "../printed/item";
import { highPart, largestLane, lowPart, powerOfTwo, restOf } from "./arithmetic";

/** Notes the largest cost, and whether a cell was forbidden: `most` and `forbidden` are those of whole vectors, up to column m. */
// @ts-ignore: decorator
@inline
function note(item: Item, costs: usize, most: v128, forbidden: v128, m: i32, last: i32): void {
  let largest = largestLane(most);
  let guarded = v128.any_true(forbidden);
  for (; m <= last; m++) {
    const cost = load<f32>(costs + (<usize>m << 2));
    if (cost == Infinity) guarded = true;
    else largest = Mathf.max(largest, Mathf.abs(cost));
  }
  if (guarded) item.guarded = 1;
  if (largest > item.largestCost) item.largestCost = largest;
}

/** Of cells that cost the same by each step: the factors of columns `first` to `last`. Rows are given by the place of their column 0. */
export function fillByCost(item: Item, costs: usize, bias: i32, first: i32, last: i32, mantissas: usize, exponents: usize): void {
  const magic = v128.load(CONSTANTS);
  const zero = v128.load(CONSTANTS, 80);
  const largest = v128.load(CONSTANTS, 112);
  const scale = v128.load(item.scale);
  const high = v128.load(item.scale, 16);
  const low = v128.load(item.scale, 32);
  const biases = i32x4.splat(0x4b400000 + bias);
  const end = <usize>(last + 1) << 2;
  let most = f32x4.splat(0);
  let shut = most;
  for (let c = <usize>first << 2; c < end; c += 16) {
    const cost = v128.load(costs + c);
    const forbidden = f32x4.gt(cost, largest);
    const known = v128.andnot(cost, forbidden);
    if (c + 16 <= end) {
      most = f32x4.pmax(most, f32x4.abs(known));
      shut = v128.or(shut, forbidden);
    }
    const rounded = f32x4.add(f32x4.mul(known, scale), magic);
    v128.store(mantissas + c, powerOfTwo(restOf(known, rounded, magic, scale, high, low)));
    v128.store(exponents + c, v128.bitselect(zero, i32x4.sub(rounded, biases), forbidden));
  }
  note(item, costs, most, shut, last + 1 - ((last + 1 - first) & 3), last);
}

/** The same from factors by class, pairs of a mantissa and an exponent; `index` holds the columns' classes. */
export function fillByClass(factors: usize, index: usize, first: i32, last: i32, mantissas: usize, exponents: usize): void {
  const end = <usize>(last + 1) << 2;
  for (let c = <usize>first << 2; c < end; c += 16) {
    const at = index + c;
    const a = v128.load64_lane(factors + (load<u32>(at, 4) << 3), v128.load64_zero(factors + (load<u32>(at) << 3)), 1);
    const b = v128.load64_lane(factors + (load<u32>(at, 12) << 3), v128.load64_zero(factors + (load<u32>(at, 8) << 3)), 1);
    v128.store(mantissas + c, v128.shuffle<i32>(a, b, 0, 2, 4, 6));
    v128.store(exponents + c, v128.shuffle<i32>(a, b, 1, 3, 5, 7));
  }
}

/** Rows of coefficients of one step, by column: exponents that forbid it, weights, scales with their two parts. */
export const MASK: usize = 0;
export const WEIGHT: usize = 1;
const SCALE: usize = 2;
const HIGH: usize = 3;
const LOW: usize = 4;
export const COEFFICIENTS: usize = 5;

/** Of one step whose weights `coefficients` hold. */
export function fillByWeight(
  item: Item, costs: usize, coefficients: usize, bias: i32, first: i32, last: i32, mantissas: usize, exponents: usize,
): void {
  const magic = v128.load(CONSTANTS);
  const zero = v128.load(CONSTANTS, 80);
  const largest = v128.load(CONSTANTS, 112);
  const biases = i32x4.splat(0x4b400000 + bias);
  const bytes = <usize>item.coefficientBytes;
  const end = <usize>(last + 1) << 2;
  let most = f32x4.splat(0);
  for (let c = <usize>first << 2; c < end; c += 16) {
    const cost = v128.load(costs + c);
    const at = coefficients + c;
    const forbidden = f32x4.gt(cost, largest);
    const known = v128.andnot(cost, forbidden);
    if (c + 16 <= end) most = f32x4.pmax(most, f32x4.abs(known));
    const scale = v128.load(at + SCALE * bytes);
    const rounded = f32x4.add(f32x4.mul(known, scale), magic);
    const rest = restOf(known, rounded, magic, scale, v128.load(at + HIGH * bytes), v128.load(at + LOW * bytes));
    v128.store(mantissas + c, powerOfTwo(rest));
    const exponent = i32x4.add(i32x4.sub(rounded, biases), v128.load(at + MASK * bytes));
    v128.store(exponents + c, v128.bitselect(zero, exponent, forbidden));
  }
  note(item, costs, most, f32x4.splat(0), last + 1 - ((last + 1 - first) & 3), last);
}

/** Turns the weights of an item's steps, Infinity where forbidden, into coefficients. */
export function storeCoefficients(item: Item, scale: f64): void {
  const bytes = <usize>item.coefficientBytes;
  for (let s: usize = 0; s < 3; s++) {
    const weights = <usize>item.weights + s * (<usize>item.columns << 3);
    const to = <usize>item.coefficients + s * COEFFICIENTS * bytes;
    for (let m: usize = 0; m < <usize>item.columns; m++) storeCoefficient(to + (m << 2), bytes, load<f64>(weights + (m << 3)), scale);
  }
}

function storeCoefficient(at: usize, bytes: usize, weight: f64, scale: f64): void {
  const isOpen = weight < Infinity;
  const used = isOpen ? weight * scale : 0;
  store<i32>(at + MASK * bytes, isOpen ? 0 : -0x20000000);
  store<f32>(at + WEIGHT * bytes, isOpen ? <f32>weight : 0);
  store<f32>(at + SCALE * bytes, <f32>used);
  store<f32>(at + HIGH * bytes, highPart(used));
  store<f32>(at + LOW * bytes, lowPart(used));
}
