// Factors exp(-C/γ) of one row, by class: pairs of a mantissa in [0.7, 1.42) and an exponent.

import { CONSTANTS } from "../constants";
import { ZERO } from "../extended";
import { powerOfTwo, restOf } from "./arithmetic";

/**
 * Fills the factors of `classes` costs, from what `storeScale` stored; `bias` is subtracted from the exponents.
 *
 * @returns the largest magnitude of a cost that `used` marks, lane by lane
 */
export function fillFactors(costs: usize, used: usize, classes: i32, scale: usize, bias: i32, factors: usize): v128 {
  const magic = v128.load(CONSTANTS);
  const scales = v128.load(scale);
  const high = v128.load(scale, 16);
  const low = v128.load(scale, 32);
  const biases = i32x4.splat(0x4b400000 + bias);
  let largest = f32x4.splat(0);
  const bytes = <usize>classes << 2;
  for (let c: usize = 0; c < bytes; c += 16) {
    const cost = v128.load(costs + c);
    largest = f32x4.pmax(largest, v128.and(cost, v128.load(used + c)));
    const rounded = f32x4.add(f32x4.mul(cost, scales), magic);
    const mantissa = powerOfTwo(restOf(cost, rounded, magic, scales, high, low));
    const exponent = i32x4.sub(rounded, biases);
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
