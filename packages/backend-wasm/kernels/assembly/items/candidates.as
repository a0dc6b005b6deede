// Start and end candidates of an item, sorted by row.

import { LOG2_E, power, VANISHING } from "../extended";
import { Item } from "../printed/item";

/** The row or column of candidate k. */
// @ts-ignore: decorator
@inline
export function place(places: i32, k: i32): i32 {
  return load<i32>(<usize>places + (<usize>k << 2));
}

/** The multiplier, penalty or found number of candidate k. */
// @ts-ignore: decorator
@inline
export function number(numbers: i32, k: i32): f64 {
  return load<f64>(<usize>numbers + (<usize>k << 3));
}

/** The first candidate in row n or below. */
export function firstFrom(rows: i32, count: i32, n: i32): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place(rows, middle) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The binary logarithm of exp(-(multiplier·C + penalty)/γ); -Infinity where the cell is forbidden or the candidate closed. */
export function candidateLogarithm(temperature: f64, multiplier: f64, penalty: f64, cost: f32): f64 {
  if (cost == Infinity || penalty == Infinity || multiplier == Infinity) return -Infinity;
  return (-(multiplier * <f64>cost + penalty) / temperature) * LOG2_E;
}

/** The binary logarithm of an extended number; -Infinity where it is zero. */
export function logarithmOf(mantissa: usize, exponent: usize): f64 {
  const e = load<i32>(exponent);
  return e < VANISHING ? -Infinity : <f64>e + Math.log2(<f64>load<f32>(mantissa));
}

/** The binary logarithm of Σ 2^logarithm over `count` numbers. */
export function logarithmOfSum(logarithms: i32, count: i32): f64 {
  let largest = -Infinity;
  for (let k = 0; k < count; k++) largest = Math.max(largest, number(logarithms, k));
  if (largest == -Infinity) return largest;
  let sum = 0.0;
  for (let k = 0; k < count; k++) sum += power(number(logarithms, k) - largest);
  return largest + Math.log2(sum);
}
