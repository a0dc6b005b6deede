/** What a printed program calls for the functions that devices compute each in a way of their own. */
export interface FunctionNames {
  readonly exp: string;
  readonly log: string;
}

/** JavaScript's own, for modes that compute with them. */
export const builtIn: FunctionNames = { exp: 'Math.exp', log: 'Math.log' };

/** The functions of this file. */
export const own: FunctionNames = { exp: 'exponential', log: 'logarithm' };

/**
 * Functions for devices whose own promise little: `log` near 1 may have an absolute error of 2^-21 (Vulkan's limit; WebGL2 has
 * none), and a long path adds these up.
 *
 * `exponential(x)`: e^r by its Taylor series for x = k·ln 2 + r, |r| ≤ ln 2 / 2; 0 below -87, e^88 above 88.
 * `logarithm(x)`, x > 0 and normal: k·ln 2 + 2·artanh((m - 1)/(m + 1)) for x = m·2^k, m near 1; the device's own logarithm only says k.
 * `powerOfTwo(k)`, k whole, |k| ≤ 127: exact, by squaring.
 *
 * ln 2 has two parts: products of the first with an exponent are exact.
 */
export const mathematics: readonly string[] = [
  `function powerOfTwo(k) {
  let factor = 2.5;
  factor = 2;
  if (k < 0) {
    factor = 0.5;
  }
  let left = Math.abs(k);
  let power = 1.5;
  power = 1;
  for (let bit = 0; bit < 7; bit++) {
    const half = Math.floor(left * 0.5);
    if (left - 2 * half > 0.5) {
      power = power * factor;
    }
    left = half;
    if (left > 0.5) {
      factor = factor * factor;
    }
  }
  return power;
}`,
  `function exponential(x) {
  const bounded = Math.min(Math.max(x, -87), 88);
  const k = Math.floor(bounded * 1.44269504 + 0.5);
  const r = bounded - k * 0.693359375 + k * 0.00021219444;
  const series = 1 + r * (1 + r * (0.5 + r * (0.16666667 + r * (0.041666667 + r * (0.0083333333 + r * (0.0013888889 + r * 0.0001984127))))));
  let result = series * powerOfTwo(k);
  if (x < -87) {
    result = 0;
  }
  return result;
}`,
  `function logarithm(x) {
  const k = Math.floor(Math.log(x) * 1.44269504 + 0.5);
  const m = x * powerOfTwo(-k);
  const t = (m - 1) / (m + 1);
  const s = t * t;
  const rest = 2 * t * (1 + s * (0.33333333 + s * (0.2 + s * (0.14285714 + s * 0.11111111))));
  return k * 0.693359375 + (rest - k * 0.00021219444);
}`,
];
