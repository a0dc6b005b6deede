import { gather, LEAST_MANTISSA, MOST_MANTISSA, multiply, probabilityUnit } from '../extended.ts';

/*
 * Softmin where every step that is allowed into a cell costs what the cell costs, so that one factor K = exp(-C/γ) serves all:
 *
 *   P(n,m) = K(n,m)·Σ_s P(predecessor s)        Q(n,m) = Σ_s R(successor s),  R = K·Q        E = P·Q
 *
 * in extended numbers: a product and two sums a cell, and no division on the way back. The kernels of this folder differ in the steps
 * that they take; here these are (1,0), (0,1), (1,1), and the neighbours beside and diagonal stay in registers.
 *
 * Neighbours nearly always have one exponent, and it does not change: the inner loops go on for as long as that is so and hand the
 * first cell that differs to `gather` and `multiply`. Rows have zeros around them as far as steps look.
 */

/**
 * P of a stretch of a row, first cell first.
 *
 * @param own position of the first cell
 * @param above position of the cell above it
 * @param offset where the first cell's factor stands
 */
export function forwardNeighbours(
  P: Float64Array,
  X: Int32Array,
  own: number,
  above: number,
  K: Float64Array,
  KX: Int32Array,
  offset: number,
  count: number,
): void {
  let a = P[above - 1];
  let ea = X[above - 1];
  let c = P[own - 1];
  let ec = X[own - 1];
  for (let k = 0; k < count; k++) {
    if (ea === ec) {
      for (; k < count; k++) {
        if (((X[above + k] ^ ea) | KX[offset + k]) !== 0) break;
        const b = P[above + k];
        const product = (a + b + c) * K[offset + k];
        if (!(product >= LEAST_MANTISSA && product <= MOST_MANTISSA)) break;
        P[own + k] = product;
        X[own + k] = ea;
        a = b;
        c = product;
      }
      if (k === count) return;
    }
    const b = P[above + k];
    const eb = X[above + k];
    gather(P, X, own + k, a, ea, b, eb, c, ec);
    multiply(P, X, own + k, K[offset + k], KX[offset + k]);
    a = b;
    ea = eb;
    c = P[own + k];
    ec = X[own + k];
  }
}

/**
 * E = scale·P·Q, at the factors' places, and R = K·Q of a stretch of a row, last cell first.
 *
 * @param own position of the first cell among the rows of P
 * @param here its position among those of R
 * @param below the one under it
 */
export function backwardNeighbours(
  P: Float64Array,
  X: Int32Array,
  own: number,
  R: Float64Array,
  RX: Int32Array,
  here: number,
  below: number,
  K: Float64Array,
  KX: Int32Array,
  offset: number,
  count: number,
  scale: number,
  E: Float64Array,
): void {
  let a = R[below + count];
  let ea = RX[below + count];
  let c = R[here + count];
  let ec = RX[here + count];
  for (let k = count - 1; k >= 0;) {
    if (ea === ec) {
      const entered = k;
      const exponent = X[own + k];
      const unit = probabilityUnit(exponent + ea);
      for (; k >= 0; k--) {
        if (((RX[below + k] ^ ea) | (X[own + k] ^ exponent) | KX[offset + k]) !== 0) break;
        const b = R[below + k];
        const sum = a + b + c;
        const product = sum * K[offset + k];
        if (!(product >= LEAST_MANTISSA && product <= MOST_MANTISSA)) break;
        E[offset + k] = P[own + k] * sum * unit * scale;
        R[here + k] = product;
        RX[here + k] = ea;
        a = b;
        c = product;
      }
      if (k < 0) return;
      // Only the exponent of P may have changed.
      if (k < entered) continue;
    }
    const b = R[below + k];
    const eb = RX[below + k];
    gather(R, RX, here + k, a, ea, b, eb, c, ec);
    E[offset + k] = P[own + k] * R[here + k] * probabilityUnit(X[own + k] + RX[here + k]) * scale;
    multiply(R, RX, here + k, K[offset + k], KX[offset + k]);
    a = b;
    ea = eb;
    c = R[here + k];
    ec = RX[here + k];
    k--;
  }
}
