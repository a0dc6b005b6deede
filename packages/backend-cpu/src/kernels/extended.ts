import { fraction, LARGEST_ARGUMENT, stepsOf } from './fast-math.ts';

/*
 * Softmin as sums of products: P = exp(-D/γ) in place of D, K = exp(-(step cost)/γ), P(n,m) = Σ_s K_s·P(predecessor s): one
 * exponential a cell and no logarithm. P runs over thousands of powers of ten within a row, and rows that are only rescaled as a
 * whole give right values and wrong gradients; so each number is a double and a whole exponent, mantissa·2^(512·exponent), mantissa
 * in [2^-256, 2^256]. Zero is mantissa 0 with an exponent below all others.
 */

/** The exponent of zero. */
export const ZERO_EXPONENT: number = -(2 ** 29);

/** One unit of exponent, as a natural logarithm. */
const UNIT = 512 * Math.LN2;
/** No exponent of a path may reach it: sums of two stay above that of zero, and far within 32 bits. */
const LARGEST_EXPONENT = 2 ** 27;

export const UP: number = 2 ** 512;
const DOWN = 2 ** -512;
export const LEAST_MANTISSA: number = 2 ** -256;
export const MOST_MANTISSA: number = 2 ** 256;
/** Numbers whose exponentials are mantissas as they stand: 177 is 256·ln 2. */
const ORDINARY = 177;
const powers = Float64Array.from({ length: 512 }, (_, q) => 2 ** (q - 256));

/** The largest |step cost|/γ for which no path of so many cells can run out of exponents. */
export function largestArgument(pathLength: number): number {
  return Math.min(LARGEST_ARGUMENT, (LARGEST_EXPONENT * UNIT) / pathLength);
}

/** -γ·ln P. */
export function distanceOf(mantissa: number, exponent: number, gamma: number): number {
  return mantissa === 0 ? Infinity : -gamma * (Math.log(mantissa) + exponent * UNIT);
}

/** The exponent of exp(-D/γ), or NaN where it has no room. */
export function exponentOf(distance: number, gamma: number): number {
  if (distance === Infinity) return ZERO_EXPONENT;
  const exponent = Math.round(-distance / gamma / UNIT);
  return Math.abs(exponent) < LARGEST_EXPONENT ? exponent : NaN;
}

/** The mantissa of exp(-D/γ) for its exponent. */
export function mantissaOf(distance: number, exponent: number, gamma: number): number {
  return distance === Infinity ? 0 : Math.exp(-distance / gamma - exponent * UNIT);
}

/**
 * K = exp(-cost/γ) of `count` costs from `offset` on; `Infinity` gives mantissa 0, with the exponent of 1 so that sums stay simple.
 *
 * @returns whether every |cost|/γ was within the limit; if not, the result is of no use
 */
export function exponentiate(
  costs: Float64Array,
  offset: number,
  count: number,
  gamma: number,
  limit: number,
  factors: Float64Array,
  factorExponents: Int32Array,
): boolean {
  const beta = -1 / gamma;
  let ordinary = true;
  for (let k = offset; k < offset + count; k++) {
    const x = costs[k] * beta;
    if (x > -ORDINARY && x < ORDINARY) {
      const steps = stepsOf(x);
      factors[k] = fraction(x, steps) * powers[(steps >> 8) + 256];
      factorExponents[k] = 0;
    } else ordinary = false;
  }
  return ordinary || exponentiateOthers(costs, offset, count, beta, limit, factors, factorExponents);
}

/** The same for the costs that are not ordinary; apart, since the loop above is faster without it. */
function exponentiateOthers(
  costs: Float64Array,
  offset: number,
  count: number,
  beta: number,
  limit: number,
  factors: Float64Array,
  factorExponents: Int32Array,
): boolean {
  let within = true;
  for (let k = offset; k < offset + count; k++) {
    const x = costs[k] * beta;
    if (x > -ORDINARY && x < ORDINARY) continue;
    if (costs[k] === Infinity) {
      factors[k] = 0;
      factorExponents[k] = 0;
      continue;
    }
    if (x > limit || x < -limit) within = false;
    const steps = stepsOf(x);
    const power = steps >> 8;
    const exponent = (power + 256) >> 9;
    factors[k] = fraction(x, steps) * powers[power - (exponent << 9) + 256];
    factorExponents[k] = exponent;
  }
  return within;
}

/** x·2^(512·e) for e ≤ 0, or any e where x is 0; what lies further below the largest of three is nothing beside it. */
function lowered(x: number, e: number): number {
  return e === 0 ? x : e === -1 ? x * DOWN : e === -2 ? x * DOWN * DOWN : 0;
}

/** 2^(512·e) for e from 0 down: of numbers with mantissas in their range, what is two units below another is nothing beside it. */
const units = Float64Array.of(1, DOWN, 0);

/** a + b + c of mantissas in their range, put at a position as it is: up to three times the most. */
export function gather(
  P: Float64Array,
  X: Int32Array,
  position: number,
  a: number,
  ea: number,
  b: number,
  eb: number,
  c: number,
  ec: number,
): void {
  let e = ea > eb ? ea : eb;
  if (ec > e) e = ec;
  P[position] = a * units[Math.min(e - ea, 2)] + b * units[Math.min(e - eb, 2)] + c * units[Math.min(e - ec, 2)];
  X[position] = e;
}

/** Multiplies what stands at a position, and brings the mantissa back into its range. */
export function multiply(P: Float64Array, X: Int32Array, position: number, factor: number, exponent: number): void {
  const product = P[position] * factor;
  if (product === 0) {
    P[position] = 0;
    X[position] = ZERO_EXPONENT;
  } else if (product < LEAST_MANTISSA) {
    P[position] = product * UP;
    X[position] += exponent - 1;
  } else if (product > MOST_MANTISSA) {
    P[position] = product * DOWN;
    X[position] += exponent + 1;
  } else {
    P[position] = product;
    X[position] += exponent;
  }
}

/**
 * Multiplies what stands at a position by P/(a + b + c): by K, where P = K·(a + b + c), and by 0 where P is.
 *
 * Where the sum is 0, P is too, and what comes before has no part in any path.
 */
export function multiplyByRatio(
  R: Float64Array,
  RX: Int32Array,
  position: number,
  P: number,
  exponent: number,
  a: number,
  ea: number,
  b: number,
  eb: number,
  c: number,
  ec: number,
): void {
  let e = ea > eb ? ea : eb;
  if (ec > e) e = ec;
  if (P === 0) multiply(R, RX, position, 0, 0);
  else {
    const ratio = P / (a * units[Math.min(e - ea, 2)] + b * units[Math.min(e - eb, 2)] + c * units[Math.min(e - ec, 2)]);
    if (ratio < LEAST_MANTISSA) multiply(R, RX, position, ratio * UP, exponent - e - 1);
    else if (ratio > MOST_MANTISSA) multiply(R, RX, position, ratio * DOWN, exponent - e + 1);
    else multiply(R, RX, position, ratio, exponent - e);
  }
}

/** 2^(512·e) for the exponent of a probability, which is at most about 1: what lies far below it is 0. */
export function probabilityUnit(e: number): number {
  return e === 0 ? 1 : e === -1 ? DOWN : e === 1 ? UP : 0;
}

/** P of a stretch of one row, first cell first. `own`, `a`, `b`, `c`: positions of the first cell and of its predecessors. */
export function forwardExtended(
  P: Float64Array,
  X: Int32Array,
  own: number,
  a: number,
  b: number,
  c: number,
  factors: readonly Float64Array[],
  factorExponents: readonly Int32Array[],
  offset: number,
  count: number,
): void {
  const [KA, KB, KC] = factors;
  const [XA, XB, XC] = factorExponents;
  for (let k = 0; k < count; k++) {
    const x = P[a + k] * KA[offset + k];
    const y = P[b + k] * KB[offset + k];
    const z = P[c + k] * KC[offset + k];
    const ex = X[a + k] + XA[offset + k];
    const ey = X[b + k] + XB[offset + k];
    const ez = X[c + k] + XC[offset + k];
    let sum = x + y + z;
    let e = ex;
    if (((ex ^ ey) | (ey ^ ez)) !== 0) {
      // Products of a forbidden step are 0 with any exponent, which must not count.
      e = x === 0 ? ZERO_EXPONENT : ex;
      if (y !== 0 && ey > e) e = ey;
      if (z !== 0 && ez > e) e = ez;
      sum = lowered(x, ex - e) + lowered(y, ey - e) + lowered(z, ez - e);
    }
    if (sum < LEAST_MANTISSA) {
      if (sum === 0) e = ZERO_EXPONENT;
      else {
        sum *= UP;
        e--;
      }
    } else if (sum > MOST_MANTISSA) {
      sum *= DOWN;
      e++;
    }
    P[own + k] = sum;
    X[own + k] = e;
  }
}

/** v·2^(512·e), where the true number is at most 1: a weight. */
function weight(v: number, e: number): number {
  return e === 0 ? v : e === -1 ? v * DOWN : e === 1 ? v * UP : 0;
}

/** Below this, what reaches a cell from the end is 0: denormal numbers are slow and of no consequence. */
const TINY = 1e-290;

/** Hands E of a stretch on to its predecessors, last cell first, by the weights K·P(predecessor)/P. */
export function backwardExtended(
  P: Float64Array,
  X: Int32Array,
  position: number,
  a: number,
  b: number,
  c: number,
  factors: readonly Float64Array[],
  factorExponents: readonly Int32Array[],
  offset: number,
  count: number,
  E: Float64Array,
  own: number,
  toA: number,
  toB: number,
  toC: number,
  marginals: readonly Float64Array[] | undefined,
): void {
  const [KA, KB, KC] = factors;
  const [XA, XB, XC] = factorExponents;
  for (let k = count - 1; k >= 0; k--) {
    const e = E[own + k];
    let carriedA = 0;
    let carriedB = 0;
    let carriedC = 0;
    if (e > TINY || e < -TINY) {
      const inverse = 1 / P[position + k];
      const exponent = X[position + k];
      carriedA = e * weight(P[a + k] * KA[offset + k] * inverse, X[a + k] + XA[offset + k] - exponent);
      carriedB = e * weight(P[b + k] * KB[offset + k] * inverse, X[b + k] + XB[offset + k] - exponent);
      carriedC = e * weight(P[c + k] * KC[offset + k] * inverse, X[c + k] + XC[offset + k] - exponent);
      E[toA + k] += carriedA;
      E[toB + k] += carriedB;
      E[toC + k] += carriedC;
    }
    if (marginals !== undefined) {
      marginals[0][offset + k] = carriedA;
      marginals[1][offset + k] = carriedB;
      marginals[2][offset + k] = carriedC;
    }
  }
}
