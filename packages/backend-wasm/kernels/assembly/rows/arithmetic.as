// Arithmetic on vectors that the rows' kernels share.

import { CONSTANTS } from "../constants";
import { VANISHING } from "../extended";

/** The largest binary logarithm of a factor. */
const MOST_LOGARITHM: f64 = 4e6;
/** Times a scale less than the least, costs up to the most do not reach a logarithm of 1/2. */
const LEAST_SCALE: f64 = 1e-30;
const MOST_COST: f64 = 1e29;

/**
 * Mantissas are put back into [1, 2) in every eighth row only. In between they stay within [0.7^8, 4.3^8]: a row makes them a sum of up to
 * three terms, times a factor's mantissa in [0.7, 1.42).
 */
// @ts-ignore: decorator
@inline
export function isNormalised(n: i32): bool {
  return (n & 7) == 7;
}

/** `a·b + c`, with one rounding where relaxed SIMD is compiled for. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * The rest f = C·scale - t of costs whose binary logarithms were rounded to t, given as t + `magic`. It must not come from the rounded
 * product, whose error grows with the cost: of a fused product nothing is lost, with `high` + `low` = scale; else t is taken from the cost
 * in two exact parts, `high` + `low` = 1/scale.
 * Source: W. J. Cody & W. Waite, "Software Manual for the Elementary Functions", 1980.
 */
// @ts-ignore: decorator
@inline
export function restOf(cost: v128, rounded: v128, magic: v128, scale: v128, high: v128, low: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return f32x4.relaxed_madd(cost, low, f32x4.relaxed_madd(cost, high, f32x4.sub(magic, rounded)));
  }
  const t = f32x4.sub(rounded, magic);
  return f32x4.mul(f32x4.sub(f32x4.sub(cost, f32x4.mul(t, high)), f32x4.mul(t, low)), scale);
}

/** The first of the two parts that `restOf` takes; of the inverse so few bits that its products with t are exact. */
// @ts-ignore: decorator
@inline
export function highPart(scale: f64): f32 {
  if (ASC_FEATURE_RELAXED_SIMD) return <f32>scale;
  // The logarithms of a scale as small as this are all 0.
  if (Math.abs(scale) < LEAST_SCALE) return 0;
  return reinterpret<f32>(reinterpret<i32>(<f32>(1 / scale)) & ~0x7fff);
}

/** The second. */
// @ts-ignore: decorator
@inline
export function lowPart(scale: f64): f32 {
  if (ASC_FEATURE_RELAXED_SIMD) return <f32>(scale - <f64>highPart(scale));
  if (Math.abs(scale) < LEAST_SCALE) return 0;
  return <f32>(1 / scale - <f64>highPart(scale));
}

/** Stores a scale -1/(γ·ln 2) with its two parts, each as four equal lanes. */
export function storeScale(at: usize, scale: f64): void {
  v128.store(at, f32x4.splat(<f32>scale));
  v128.store(at, f32x4.splat(highPart(scale)), 16);
  v128.store(at, f32x4.splat(lowPart(scale)), 32);
}

/**
 * Whether factors can be told apart from zero along a path of so many rows: `cell` is the most that a cell costs, `cost` the largest
 * of the costs themselves, `scale` that of the temperature.
 */
export function canRepresent(cell: f64, cost: f64, scale: f64, rows: i32): bool {
  return cost < MOST_COST && cell * scale < MOST_LOGARITHM && cell * scale * <f64>(rows + 3) < <f64>-VANISHING;
}

/** 2^f for f in [-1/2, 1/2]. Pairs of terms do not wait for each other (Estrin's scheme). */
// @ts-ignore: decorator
@inline
export function powerOfTwo(f: v128): v128 {
  const square = f32x4.mul(f, f);
  const low = multiplyAdd(v128.load(CONSTANTS, 144), f, v128.load(CONSTANTS, 128));
  const middle = multiplyAdd(v128.load(CONSTANTS, 176), f, v128.load(CONSTANTS, 160));
  const high = multiplyAdd(v128.load(CONSTANTS, 208), f, v128.load(CONSTANTS, 192));
  return multiplyAdd(multiplyAdd(high, square, middle), square, low);
}

/** The largest of the lanes. */
// @ts-ignore: decorator
@inline
export function largestLane(lanes: v128): f32 {
  const half = f32x4.pmax(lanes, v128.shuffle<i64>(lanes, lanes, 1, 0));
  return f32x4.extract_lane(f32x4.pmax(half, v128.shuffle<i32>(half, half, 1, 0, 3, 2)), 0);
}
