// Extended numbers: a float32 mantissa and an int32 exponent. Zero is (1, ZERO), never mantissa 0.

export const ZERO: i32 = -0x20000000;
/** Exponents below mean zero: no product along a path that the kernels accept comes near. */
export const VANISHING: i32 = -0x10000000;
export const LOG2_E: f64 = 1.4426950408889634;
export const LN_2: f64 = 0.6931471805599453;

/** Mantissas times 2^difference, for differences ≤ 0; those under `lowest` count as `lowest`. */
// @ts-ignore: decorator
@inline
export function lower(mantissas: v128, differences: v128, lowest: v128): v128 {
  return i32x4.add(mantissas, i32x4.shl(i32x4.max_s(differences, lowest), 23));
}

/** 2^exponent as a float64, for any exponent; 0 or Infinity beyond the range. */
export function power(exponent: f64): f64 {
  if (exponent < -1070) return 0;
  if (exponent > 1023) return Infinity;
  return Math.pow(2, exponent);
}

/** Stores 2^t as an extended number (mantissa, exponent + offset) at two places; t = -Infinity is zero. */
export function storePower(t: f64, offset: i32, mantissa: usize, exponent: usize): void {
  if (t < -1e8) {
    store<f32>(mantissa, 1);
    store<i32>(exponent, ZERO);
    return;
  }
  const whole = Math.floor(t);
  let value = <f32>Math.pow(2, t - whole);
  let e = <i32>whole + offset;
  if (value >= 2) {
    value *= 0.5;
    e++;
  }
  store<f32>(mantissa, value);
  store<i32>(exponent, e);
}
