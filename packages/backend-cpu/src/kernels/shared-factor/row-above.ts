import { gather, LEAST_MANTISSA, MOST_MANTISSA, multiply, probabilityUnit, ZERO_EXPONENT } from '../extended.ts';

/*
 * As in neighbours.ts, for the steps (1,0), (1,1) and (1,2), of which the last may be masked: `mask[masked + k]` is 1 where it is
 * allowed and 0 where not, as for CTC, and everywhere where there is no such step. A row's cells that no path reaches lie together.
 */

/**
 * P of a stretch of a row, first cell first.
 *
 * @param own position of the first cell
 * @param above position of the cell above it
 * @param masked where the first cell's mask stands
 * @param offset where its factor stands
 */
export function forwardRowAbove(
  P: Float64Array,
  X: Int32Array,
  own: number,
  above: number,
  mask: Float64Array,
  masked: number,
  K: Float64Array,
  KX: Int32Array,
  offset: number,
  count: number,
): void {
  let b = P[above - 1];
  let eb = X[above - 1];
  // Where the step is not allowed, there may be nothing so far away.
  let c = mask[masked] === 0 ? 0 : P[above - 2];
  let ec = mask[masked] === 0 ? eb : X[above - 2];
  for (let k = 0; k < count; k++) {
    if (eb === ec) {
      if (eb === ZERO_EXPONENT) {
        for (; k < count && X[above + k] === ZERO_EXPONENT; k++) {
          P[own + k] = 0;
          X[own + k] = ZERO_EXPONENT;
        }
      }
      for (; k < count; k++) {
        if (((X[above + k] ^ eb) | KX[offset + k]) !== 0) break;
        const a = P[above + k];
        const product = (a + b + c * mask[masked + k]) * K[offset + k];
        if (!(product >= LEAST_MANTISSA && product <= MOST_MANTISSA)) break;
        P[own + k] = product;
        X[own + k] = eb;
        c = b;
        b = a;
      }
      if (k === count) return;
    }
    const a = P[above + k];
    const ea = X[above + k];
    const allowed = mask[masked + k] !== 0;
    gather(P, X, own + k, a, ea, b, eb, allowed ? c : 0, allowed ? ec : ZERO_EXPONENT);
    multiply(P, X, own + k, K[offset + k], KX[offset + k]);
    c = b;
    ec = eb;
    b = a;
    eb = ea;
  }
}

/**
 * E = scale·P·Q, at the factors' places, and R = K·Q of a stretch of a row, last cell first.
 *
 * @param own position of the first cell among the rows of P
 * @param here its position among those of R
 * @param below the one under it
 * @param masked where the mask of the cell that (1,2) leads to stands
 */
export function backwardRowAbove(
  P: Float64Array,
  X: Int32Array,
  own: number,
  R: Float64Array,
  RX: Int32Array,
  here: number,
  below: number,
  mask: Float64Array,
  masked: number,
  K: Float64Array,
  KX: Int32Array,
  offset: number,
  count: number,
  scale: number,
  E: Float64Array,
): void {
  let b = R[below + count];
  let eb = RX[below + count];
  const isLastMasked = mask[masked + count - 1] === 0;
  let c = isLastMasked ? 0 : R[below + count + 1];
  let ec = isLastMasked ? eb : RX[below + count + 1];
  for (let k = count - 1; k >= 0;) {
    if (eb === ec) {
      if (eb === ZERO_EXPONENT) {
        for (; k >= 0 && RX[below + k] === ZERO_EXPONENT; k--) {
          E[offset + k] = 0;
          R[here + k] = 0;
          RX[here + k] = ZERO_EXPONENT;
        }
        if (k < 0) return;
      }
      const entered = k;
      const exponent = X[own + k];
      const unit = probabilityUnit(exponent + eb);
      for (; k >= 0; k--) {
        if (((RX[below + k] ^ eb) | (X[own + k] ^ exponent) | KX[offset + k]) !== 0) break;
        const a = R[below + k];
        const sum = a + b + c * mask[masked + k];
        const product = sum * K[offset + k];
        if (!(product >= LEAST_MANTISSA && product <= MOST_MANTISSA)) break;
        E[offset + k] = P[own + k] * sum * unit * scale;
        R[here + k] = product;
        RX[here + k] = eb;
        c = b;
        b = a;
      }
      if (k < 0) return;
      // Only the exponent of P may have changed.
      if (k < entered) continue;
    }
    const a = R[below + k];
    const ea = RX[below + k];
    const allowed = mask[masked + k] !== 0;
    gather(R, RX, here + k, a, ea, b, eb, allowed ? c : 0, allowed ? ec : ZERO_EXPONENT);
    const cellUnit = probabilityUnit(X[own + k] + RX[here + k]);
    E[offset + k] = P[own + k] * R[here + k] * cellUnit * scale;
    multiply(R, RX, here + k, cellUnit === 0 ? 0 : K[offset + k], KX[offset + k]);
    c = b;
    ec = eb;
    b = a;
    eb = ea;
    k--;
  }
}
