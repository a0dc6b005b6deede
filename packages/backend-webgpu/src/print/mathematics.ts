/** The excess of a forbidden candidate. */
export const FAR = 1e30;

/** A forbidden cost. */
export const FORBIDDEN = 3e38;

/**
 * WGSL that every printed function may use: the sentinels `FAR` and `FORBIDDEN`, and functions of our own, since WGSL
 * promises little about `exp`, `log` and numbers that are not finite.
 *
 * `exponential(x)`: relative error about 1e-7 for x in [-87, 88]; 0 below, the largest finite number above.
 * `logarithm(x)`, x > 0: relative error about 1e-7, also near 1; denormal numbers count as the least normal one.
 * `finite(x)`: x, with ±3e38 for what is not finite. It looks at the bits.
 */
export const mathematics: string = /* wgsl */ `
const FAR: f32 = 1.0e30;
const FORBIDDEN: f32 = 3.0e38;

// ln 2 in two parts: the products of the first with an exponent are exact.
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

fn exponential(x: f32) -> f32 {
  let bounded = clamp(x, -87.0, 88.0);
  // x = k ln 2 + r with |r| ≤ ln 2 / 2, and e^r by its Taylor series.
  let k = floor(fma(bounded, 1.44269504, 0.5));
  let r = fma(-k, LN2_LOW, fma(-k, LN2_HIGH, bounded));
  var tail = fma(r, 1.0 / 5040.0, 1.0 / 720.0);
  tail = fma(r, tail, 1.0 / 120.0);
  tail = fma(r, tail, 1.0 / 24.0);
  tail = fma(r, tail, 1.0 / 6.0);
  tail = fma(r, tail, 0.5);
  let power = bitcast<f32>((i32(k) + 127) << 23u);
  let result = (1.0 + fma(r * r, tail, r)) * power;
  return select(select(result, 3.4028234e38, x > 88.0), 0.0, x < -87.0);
}

fn logarithm(x: f32) -> f32 {
  // x = 2^k (1 + f) with 1 + f from √½ to √2, and ln(1 + f) = 2 artanh(s), s = f/(2 + f), written as f less a small
  // correction, so that the rounding of the division does not matter.
  let bits = bitcast<i32>(max(x, 1.1754944e-38));
  let exponent = (bits - 0x3f3504f3) >> 23u;
  let k = f32(exponent);
  let f = bitcast<f32>(bits - (exponent << 23u)) - 1.0;
  let s = f / (2.0 + f);
  let square = s * s;
  var tail = fma(square, 2.0 / 9.0, 2.0 / 7.0);
  tail = fma(square, tail, 2.0 / 5.0);
  tail = fma(square, tail, 2.0 / 3.0) * square;
  let half_square = 0.5 * f * f;
  return fma(k, LN2_HIGH, f - (half_square - fma(s, half_square + tail, k * LN2_LOW)));
}

fn finite(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  let bound = select(-3.0e38, 3.0e38, (bits >> 31u) == 0u);
  return select(x, bound, (bits & 0x7f800000u) == 0x7f800000u);
}
`;
