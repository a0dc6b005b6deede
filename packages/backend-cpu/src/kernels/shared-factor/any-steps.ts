import { gather, LEAST_MANTISSA, MOST_MANTISSA, multiply, probabilityUnit, ZERO_EXPONENT } from '../extended.ts';

/* As in neighbours.ts, for any three steps, of which the last may be masked: 1 where it is allowed and 0 where not. */

/**
 * P of a stretch of a row, first cell first.
 *
 * @param own position of the first cell
 * @param a,b,c positions of its predecessors
 * @param masked where the first cell's mask stands
 * @param offset where its factor stands
 */
export function forwardAnySteps(
  P: Float64Array,
  X: Int32Array,
  own: number,
  a: number,
  b: number,
  c: number,
  mask: Float64Array,
  masked: number,
  K: Float64Array,
  KX: Int32Array,
  offset: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    const e = X[a + k];
    if (e === ZERO_EXPONENT) {
      // No path comes here.
      for (; k < count && X[a + k] === e && X[b + k] === e && X[c + k] === e; k++) {
        P[own + k] = 0;
        X[own + k] = ZERO_EXPONENT;
      }
    }
    for (; k < count; k++) {
      if (((X[a + k] ^ e) | (X[b + k] ^ e) | (X[c + k] ^ e) | KX[offset + k]) !== 0) break;
      const product = (P[a + k] + P[b + k] + P[c + k] * mask[masked + k]) * K[offset + k];
      if (!(product >= LEAST_MANTISSA && product <= MOST_MANTISSA)) break;
      P[own + k] = product;
      X[own + k] = e;
    }
    if (k === count) return;
    const allowed = mask[masked + k] !== 0;
    gather(P, X, own + k, P[a + k], X[a + k], P[b + k], X[b + k], allowed ? P[c + k] : 0, allowed ? X[c + k] : ZERO_EXPONENT);
    multiply(P, X, own + k, K[offset + k], KX[offset + k]);
  }
}

/**
 * E = scale·P·Q, at the factors' places, and R = K·Q of a stretch of a row, last cell first.
 *
 * @param own position of the first cell among the rows of P
 * @param here its position among those of R
 * @param a,b,c positions of its successors there
 * @param masked where the mask of the last successor stands
 */
export function backwardAnySteps(
  P: Float64Array,
  X: Int32Array,
  own: number,
  R: Float64Array,
  RX: Int32Array,
  here: number,
  a: number,
  b: number,
  c: number,
  mask: Float64Array,
  masked: number,
  K: Float64Array,
  KX: Int32Array,
  offset: number,
  count: number,
  scale: number,
  E: Float64Array,
): void {
  for (let k = count - 1; k >= 0;) {
    // No path comes here, or none goes on from here.
    for (; k >= 0; k--) {
      const goesOn = RX[a + k] !== ZERO_EXPONENT || RX[b + k] !== ZERO_EXPONENT || RX[c + k] !== ZERO_EXPONENT;
      if (X[own + k] !== ZERO_EXPONENT && goesOn) break;
      E[offset + k] = 0;
      R[here + k] = 0;
      RX[here + k] = ZERO_EXPONENT;
    }
    if (k < 0) return;
    const entered = k;
    const e = RX[a + k];
    const exponent = X[own + k];
    const unit = probabilityUnit(exponent + e);
    for (; k >= 0; k--) {
      if (((RX[a + k] ^ e) | (RX[b + k] ^ e) | (RX[c + k] ^ e) | (X[own + k] ^ exponent) | KX[offset + k]) !== 0) break;
      const sum = R[a + k] + R[b + k] + R[c + k] * mask[masked + k];
      const product = sum * K[offset + k];
      if (!(product >= LEAST_MANTISSA && product <= MOST_MANTISSA)) break;
      E[offset + k] = P[own + k] * sum * unit * scale;
      R[here + k] = product;
      RX[here + k] = e;
    }
    if (k < 0) return;
    // Other exponents may hold from here on.
    if (k < entered) continue;
    const allowed = mask[masked + k] !== 0;
    gather(R, RX, here + k, R[a + k], RX[a + k], R[b + k], RX[b + k], allowed ? R[c + k] : 0, allowed ? RX[c + k] : ZERO_EXPONENT);
    const cellUnit = probabilityUnit(X[own + k] + RX[here + k]);
    E[offset + k] = P[own + k] * R[here + k] * cellUnit * scale;
    multiply(R, RX, here + k, cellUnit === 0 ? 0 : K[offset + k], KX[offset + k]);
    k--;
  }
}
