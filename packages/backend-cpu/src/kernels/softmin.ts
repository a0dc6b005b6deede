import { expNegative, logOneToThree } from './fast-math.ts';

/*
 * Softmin over two or three steps, for a stretch of one row. D is the store of accumulated costs; `own`, `a`, `b`, `c` are the
 * positions of the cell and of its predecessors for the stretch's first cell; step costs are read from `offset` on.
 * The exponential of the least candidate is 1 and is not computed.
 */

/** Below this, what reaches a cell from the end is 0: denormal numbers are slow and of no consequence. */
const TINY = 1e-290;

/** D(n,m) = softmin of two candidates. */
export function forwardTwo(
  D: Float64Array,
  own: number,
  a: number,
  b: number,
  costA: Float64Array,
  costB: Float64Array,
  offset: number,
  count: number,
  gamma: number,
): void {
  const beta = 1 / gamma;
  for (let k = 0; k < count; k++) {
    const x = D[a + k] + costA[offset + k];
    const y = D[b + k] + costB[offset + k];
    const least = x < y ? x : y;
    const most = x < y ? y : x;
    D[own + k] = most === Infinity ? least : least - gamma * logOneToThree(1 + expNegative((least - most) * beta));
  }
}

/** D(n,m) = softmin of three candidates. */
export function forwardThree(
  D: Float64Array,
  own: number,
  a: number,
  b: number,
  c: number,
  costA: Float64Array,
  costB: Float64Array,
  costC: Float64Array,
  offset: number,
  count: number,
  gamma: number,
): void {
  const beta = 1 / gamma;
  for (let k = 0; k < count; k++) {
    const x = D[a + k] + costA[offset + k];
    const y = D[b + k] + costB[offset + k];
    const z = D[c + k] + costC[offset + k];
    let least = x;
    let second = y;
    let third = z;
    if (y < least) {
      least = y;
      second = x;
    }
    if (z < least) {
      third = least;
      least = z;
    }
    D[own + k] =
      least === Infinity
        ? Infinity
        : least - gamma * logOneToThree(1 + expNegative((least - second) * beta) + expNegative((least - third) * beta));
  }
}

/** Hands E of a stretch on to its predecessors, last cell first; `marginals`, where given, keeps what each step carried. */
export function backwardTwo(
  D: Float64Array,
  E: Float64Array,
  a: number,
  b: number,
  own: number,
  toA: number,
  toB: number,
  costA: Float64Array,
  costB: Float64Array,
  offset: number,
  count: number,
  gamma: number,
  marginals: readonly Float64Array[] | undefined,
): void {
  const beta = 1 / gamma;
  for (let k = count - 1; k >= 0; k--) {
    const e = E[own + k];
    let carriedA = 0;
    let carriedB = 0;
    if (e > TINY || e < -TINY) {
      const x = D[a + k] + costA[offset + k];
      const y = D[b + k] + costB[offset + k];
      if (x < y) {
        const other = expNegative((x - y) * beta);
        carriedA = e / (1 + other);
        carriedB = carriedA * other;
      } else {
        const other = x === Infinity ? 0 : expNegative((y - x) * beta);
        carriedB = e / (1 + other);
        carriedA = carriedB * other;
      }
      E[toA + k] += carriedA;
      E[toB + k] += carriedB;
    }
    if (marginals !== undefined) {
      marginals[0][offset + k] = carriedA;
      marginals[1][offset + k] = carriedB;
    }
  }
}

/** The same for three steps. */
export function backwardThree(
  D: Float64Array,
  E: Float64Array,
  a: number,
  b: number,
  c: number,
  own: number,
  toA: number,
  toB: number,
  toC: number,
  costA: Float64Array,
  costB: Float64Array,
  costC: Float64Array,
  offset: number,
  count: number,
  gamma: number,
  marginals: readonly Float64Array[] | undefined,
): void {
  const beta = 1 / gamma;
  for (let k = count - 1; k >= 0; k--) {
    const e = E[own + k];
    let weightA = 0;
    let weightB = 0;
    let weightC = 0;
    if (e > TINY || e < -TINY) {
      const x = D[a + k] + costA[offset + k];
      const y = D[b + k] + costB[offset + k];
      const z = D[c + k] + costC[offset + k];
      if (x <= y && x <= z) {
        weightA = 1;
        weightB = expNegative((x - y) * beta);
        weightC = expNegative((x - z) * beta);
      } else if (y <= z) {
        weightA = expNegative((y - x) * beta);
        weightB = 1;
        weightC = expNegative((y - z) * beta);
      } else {
        weightA = expNegative((z - x) * beta);
        weightB = expNegative((z - y) * beta);
        weightC = 1;
      }
      const scale = e / (weightA + weightB + weightC);
      weightA *= scale;
      weightB *= scale;
      weightC *= scale;
      E[toA + k] += weightA;
      E[toB + k] += weightB;
      E[toC + k] += weightC;
    }
    if (marginals !== undefined) {
      marginals[0][offset + k] = weightA;
      marginals[1][offset + k] = weightB;
      marginals[2][offset + k] = weightC;
    }
  }
}
