// K = exp(-cost/γ) as extended numbers, two cells at a time.

/** Powers of two up to here stay within a mantissa. */
const LARGEST_POWER: f64 = 255;

// @ts-ignore: decorator
@lazy
const CONSTANTS: usize = memory.data<f64>(
  [
    6755399441055744, 6755399441055744, //   0: 1.5·2^52. Adding it rounds to a whole number, in the low bits
    // From 16: 2^f on [-1/2, 1/2] by a polynomial of degree 11, exact at 0, interpolated at Chebyshev's nodes (2e-17).
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
function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** c(n)·f + c(n - 1). */
// @ts-ignore: decorator
@inline
function pair(f: v128, n: usize): v128 {
  return multiplyAdd(v128.load(CONSTANTS + 16 + (n << 4)), f, v128.load(CONSTANTS + (n << 4)));
}

/** 2^f, by pairs of terms, which do not wait for each other. */
// @ts-ignore: decorator
@inline
function power(f: v128): v128 {
  const f2 = f64x2.mul(f, f);
  const f4 = f64x2.mul(f2, f2);
  const low = multiplyAdd(pair(f, 3), f2, pair(f, 1));
  const middle = multiplyAdd(pair(f, 7), f2, pair(f, 5));
  const high = multiplyAdd(pair(f, 11), f2, pair(f, 9));
  return multiplyAdd(multiplyAdd(high, f4, middle), f4, low);
}

/** K of one cost of any size; a cost of Infinity gives mantissa 0 with the exponent of 1, so that sums stay simple. */
function exponentiateOne(cost: f64, scale: f64, limit: f64, factor: usize, exponent: usize): bool {
  if (cost == Infinity) {
    store<f64>(factor, 0);
    store<i32>(exponent, 0);
    return true;
  }
  const t = cost * scale;
  if (abs(t) > limit) return false;
  const whole = nearest(t);
  const n = <i32>whole;
  const e = (n + 256) >> 9;
  const mantissa = f64x2.extract_lane(power(f64x2.splat(t - whole)), 0);
  store<f64>(factor, reinterpret<f64>(reinterpret<i64>(mantissa) + (<i64>(n - (e << 9)) << 52)));
  store<i32>(exponent, e);
  return true;
}

/**
 * K of `count` costs: mantissas at `factors`, exponents at `exponents`; `scale` is -1/(γ·ln 2). Returns whether every |cost·scale| was
 * at most `limit`; if not, the result is of no use.
 */
export function exponentiate(costs: usize, count: i32, scale: f64, limit: f64, factors: usize, exponents: usize): bool {
  const scales = f64x2.splat(scale);
  const magic = v128.load(CONSTANTS);
  const most = f64x2.splat(min(LARGEST_POWER, limit));
  let within = true;
  let k = 0;
  for (; k + 2 <= count; k += 2) {
    const at = <usize>k << 3;
    const t = f64x2.mul(v128.load(costs + at), scales);
    if (i64x2.all_true(f64x2.le(f64x2.abs(t), most))) {
      const rounded = f64x2.add(t, magic);
      const mantissa = power(f64x2.sub(t, f64x2.sub(rounded, magic)));
      v128.store(factors + at, i64x2.add(mantissa, i64x2.shl(rounded, 52)));
      store<i64>(exponents + (at >> 1), 0);
      continue;
    }
    for (let i = at; i < at + 16; i += 8) {
      if (!exponentiateOne(load<f64>(costs + i), scale, limit, factors + i, exponents + (i >> 1))) within = false;
    }
  }
  if (k < count) {
    const at = <usize>k << 3;
    if (!exponentiateOne(load<f64>(costs + at), scale, limit, factors + at, exponents + (at >> 1))) within = false;
  }
  return within;
}
