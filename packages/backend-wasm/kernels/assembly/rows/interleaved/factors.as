// Factors exp(-C/γ) of one row, by class: pairs of a mantissa in [0.7, 1.42) and an exponent.

import { CONSTANTS } from "../../constants";
import { ZERO } from "../../extended";
import { powerOfTwo } from "../arithmetic";

/** 1.5·2^52: adding it to a float64 rounds to a whole number, in the low bits. */
const ROUNDING: f64 = 6755399441055744;

/**
 * Fills the factors of `classes` costs; `bias` is subtracted from the exponents. The exponent is split off in float64: costs may be
 * thousands of times γ.
 *
 * @returns the largest magnitude of a cost that `used` marks, lane by lane
 */
export function fillFactors(costs: usize, used: usize, classes: i32, scale: f64, bias: i32, factors: usize): v128 {
  const scales = f64x2.splat(scale);
  const magic = f64x2.splat(ROUNDING);
  const biases = i32x4.splat(bias);
  let largest = f32x4.splat(0);
  const bytes = <usize>classes << 2;
  for (let c: usize = 0; c < bytes; c += 16) {
    const cost = v128.load(costs + c);
    largest = f32x4.pmax(largest, v128.and(cost, v128.load(used + c)));
    const low = f64x2.mul(f64x2.promote_low_f32x4(cost), scales);
    const high = f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<i64>(cost, cost, 1, 1)), scales);
    const lowRounded = f64x2.add(low, magic);
    const highRounded = f64x2.add(high, magic);
    const lowRest = f32x4.demote_f64x2_zero(f64x2.sub(low, f64x2.sub(lowRounded, magic)));
    const highRest = f32x4.demote_f64x2_zero(f64x2.sub(high, f64x2.sub(highRounded, magic)));
    const mantissa = powerOfTwo(v128.shuffle<i64>(lowRest, highRest, 0, 2));
    const exponent = i32x4.sub(v128.shuffle<i32>(lowRounded, highRounded, 0, 2, 4, 6), biases);
    v128.store(factors + (c << 1), v128.shuffle<i32>(mantissa, exponent, 0, 4, 1, 5));
    v128.store(factors + (c << 1), v128.shuffle<i32>(mantissa, exponent, 2, 6, 3, 7), 16);
  }
  return largest;
}

/** Whether one of the lanes is Infinity. */
// @ts-ignore: decorator
@inline
export function anyForbidden(largest: v128): bool {
  return v128.any_true(f32x4.gt(largest, v128.load(CONSTANTS, 112)));
}

/** The largest of the lanes. */
// @ts-ignore: decorator
@inline
export function largestLane(lanes: v128): f32 {
  const half = f32x4.pmax(lanes, v128.shuffle<i64>(lanes, lanes, 1, 0));
  return f32x4.extract_lane(f32x4.pmax(half, v128.shuffle<i32>(half, half, 1, 0, 3, 2)), 0);
}

/**
 * Makes the factors of forbidden classes zero.
 *
 * @returns the largest finite magnitude of a cost that `used` marks
 */
export function forbid(costs: usize, used: usize, classes: i32, factors: usize): f32 {
  let largest: f32 = 0;
  for (let c: usize = 0; c < <usize>classes; c++) {
    if (load<i32>(used + (c << 2)) == 0) continue;
    const magnitude = Mathf.abs(load<f32>(costs + (c << 2)));
    if (magnitude < Infinity) {
      largest = Mathf.max(largest, magnitude);
      continue;
    }
    store<f32>(factors + (c << 3), 1);
    store<i32>(factors + (c << 3), ZERO, 4);
  }
  return largest;
}
