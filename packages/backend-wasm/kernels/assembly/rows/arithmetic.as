// Arithmetic on vectors that the rows' kernels share.

import { CONSTANTS } from "../constants";

/** `a·b + c`, with one rounding where relaxed SIMD is compiled for. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** 2^f for f in [-1/2, 1/2]. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(f: v128): v128 {
  let sum = multiplyAdd(v128.load(CONSTANTS, 208), f, v128.load(CONSTANTS, 192));
  sum = multiplyAdd(sum, f, v128.load(CONSTANTS, 176));
  sum = multiplyAdd(sum, f, v128.load(CONSTANTS, 160));
  sum = multiplyAdd(sum, f, v128.load(CONSTANTS, 144));
  return multiplyAdd(sum, f, v128.load(CONSTANTS, 128));
}
