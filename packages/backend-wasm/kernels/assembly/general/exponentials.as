// K = exp(-cost/γ) as extended numbers, two cells at a time.

// @ts-ignore: decorator
@lazy
const CONSTANTS: usize = memory.data<f64>(
  [
    6755399441055744, 6755399441055744, //   0: 1.5·2^52. Adding it rounds to a whole number, in the low bits
    Infinity, Infinity, //                  16
    // From 32: 2^f on [-1/2, 1/2] by a polynomial of degree 11, exact at 0, interpolated at Chebyshev's nodes (2e-17).
    1, 1,
    0.6931471805599453, 0.6931471805599453,
    0.24022650695910097, 0.24022650695910097,
    0.0555041086648216, 0.0555041086648216,
    0.009618129107606888, 0.009618129107606888,
    0.0013333558146416936, 0.0013333558146416936,
    0.0001540353044173605, 0.0001540353044173605,
    1.525273382983612e-05, 1.525273382983612e-05,
    1.321544258792169e-06, 1.321544258792169e-06,
    1.0178062445845774e-07, 1.0178062445845774e-07,
    7.072585949269223e-09, 7.072585949269223e-09,
    4.4549605981865186e-10, 4.4549605981865186e-10,
  ],
  16,
);

// @ts-ignore: decorator
@inline
function step(sum: v128, f: v128, power: i32): v128 {
  return f64x2.add(f64x2.mul(sum, f), v128.load(CONSTANTS + 32 + (<usize>power << 4)));
}

/**
 * K of `count` costs: mantissas at `factors`, exponents at `exponents`. `scale` is -1/(γ·ln 2); a cost of Infinity gives mantissa 0
 * with the exponent of 1, so that sums stay simple. Returns whether every |cost·scale| was at most `limit`; if not, the result is
 * of no use.
 */
export function exponentiate(costs: usize, count: i32, scale: f64, limit: f64, factors: usize, exponents: usize): bool {
  const scales = f64x2.splat(scale);
  const limits = f64x2.splat(limit);
  const magic = v128.load(CONSTANTS);
  const infinity = v128.load(CONSTANTS, 16);
  const half = i32x4.splat(256);
  let beyond = i64x2.splat(0);
  for (let k = 0; k < count; k += 2) {
    const single = k + 1 == count;
    const at = <usize>k << 3;
    const cost = single ? v128.load64_zero(costs + at) : v128.load(costs + at);
    const open = f64x2.ne(cost, infinity);
    const t = f64x2.mul(cost, scales);
    beyond = v128.or(beyond, v128.and(open, f64x2.gt(f64x2.abs(t), limits)));
    const rounded = f64x2.add(t, magic);
    const f = f64x2.sub(t, f64x2.sub(rounded, magic));
    let sum = v128.load(CONSTANTS + 32 + (11 << 4));
    sum = step(sum, f, 10);
    sum = step(sum, f, 9);
    sum = step(sum, f, 8);
    sum = step(sum, f, 7);
    sum = step(sum, f, 6);
    sum = step(sum, f, 5);
    sum = step(sum, f, 4);
    sum = step(sum, f, 3);
    sum = step(sum, f, 2);
    sum = step(sum, f, 1);
    sum = step(sum, f, 0);
    // The whole number stands in the low halves of the lanes; the high ones hold nothing of use.
    const e = i32x4.shr_s(i32x4.add(rounded, half), 9);
    const rest = i64x2.shl(i32x4.sub(rounded, i32x4.shl(e, 9)), 52);
    const mantissa = v128.and(i64x2.add(sum, rest), open);
    const exponent = v128.and(e, open);
    const packed = v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2);
    if (single) {
      v128.store64_lane(factors + at, mantissa, 0);
      v128.store32_lane(exponents + (at >> 1), packed, 0);
    } else {
      v128.store(factors + at, mantissa);
      v128.store64_lane(exponents + (at >> 1), packed, 0);
    }
  }
  return !v128.any_true(beyond);
}
