// Extended numbers in float64: mantissa·2^(512·exponent), the mantissa in [2^-256, 2^256]. Zero is mantissa 0 with exponent ZERO.

export const ZERO: i32 = -0x20000000;

const UP: f64 = 1.3407807929942597e154; // 2^512
const DOWN: f64 = 7.458340731200207e-155; // 2^-512
const LEAST: f64 = 8.636168555094445e-78; // 2^-256
const MOST: f64 = 1.157920892373162e77; // 2^256

/** x·2^(512·e) for e ≤ 0. What lies further below the largest of a sum's terms is nothing beside it. */
// @ts-ignore: decorator
@inline
export function lowered(x: f64, e: i32): f64 {
  return e == 0 ? x : e == -1 ? x * DOWN : e == -2 ? x * DOWN * DOWN : 0;
}

/** Whether a sum is too small for a mantissa. */
// @ts-ignore: decorator
@inline
export function isSmall(sum: f64): bool {
  return sum < LEAST;
}

/** Its mantissa, */
// @ts-ignore: decorator
@inline
export function raised(sum: f64): f64 {
  return sum * UP;
}

/** and its exponent. */
// @ts-ignore: decorator
@inline
export function exponentOfSmall(sum: f64, e: i32): i32 {
  return sum == 0 ? ZERO : e - 1;
}

/** Whether a sum is too large for a mantissa. */
// @ts-ignore: decorator
@inline
export function isLarge(sum: f64): bool {
  return sum > MOST;
}

/** Its mantissa; the exponent is one more. */
// @ts-ignore: decorator
@inline
export function reduced(sum: f64): f64 {
  return sum * DOWN;
}
