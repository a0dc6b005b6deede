import { gather, LEAST_MANTISSA, MOST_MANTISSA, multiply, multiplyByRatio, probabilityUnit, ZERO_EXPONENT } from '../extended.ts';

/*
 * Softmin where every step that is allowed into a cell costs what the cell costs, so that one factor K = exp(-C/γ) serves all:
 *
 *   P(n,m) = K(n,m)·Σ_s P(predecessor s)        Q(n,m) = Σ_s R(successor s),  R = K·Q        E = P·Q
 *
 * in extended numbers. The kernels of this folder differ in the steps that they take; here these are (1,0), (0,1), (1,1), and the
 * neighbours beside and diagonal stay in registers. The way back takes K from P itself, as P(n,m)/Σ_s P(predecessor s): to divide is
 * faster than to read costs and take exponentials again.
 *
 * Neighbours nearly always have one exponent, and it does not change: the inner loops go on for as long as that is so and hand the
 * first cell that differs to `gather` and `multiply`; there Q becomes 0 where E is, since no more can come of it. Rows have zeros around them as far as steps look.
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
 * E = scale·P·Q and R = K·Q of a stretch of a row without start cells, last cell first.
 *
 * @param own position of the first cell among the rows of P, and `above` of the one above it
 * @param here its position among those of R, and `below` of the one under it
 * @param offset its place in E
 */
export function backwardNeighbours(
  P: Float64Array,
  X: Int32Array,
  own: number,
  above: number,
  R: Float64Array,
  RX: Int32Array,
  here: number,
  below: number,
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
    if (ea === ZERO_EXPONENT && ec === ZERO_EXPONENT) {
      // No path goes on from here.
      for (; k >= 0 && RX[below + k] === ZERO_EXPONENT; k--) {
        E[offset + k] = 0;
        R[here + k] = 0;
        RX[here + k] = ZERO_EXPONENT;
      }
      if (k < 0) return;
    }
    const exponent = X[own + k];
    if (ea === ec && X[above + k] === exponent) {
      const entered = k;
      const unit = probabilityUnit(exponent + ea);
      let p = P[own + k];
      let up = P[above + k];
      for (; k >= 0; k--) {
        if (((RX[below + k] ^ ea) | (X[own + k - 1] ^ exponent) | (X[above + k - 1] ^ exponent)) !== 0) break;
        const b = R[below + k];
        const left = P[own + k - 1];
        const diagonal = P[above + k - 1];
        const sum = a + b + c;
        // Not P·Q/Σ: the division need not wait for Q.
        const product = sum * (p / (diagonal + up + left));
        if (!(product >= LEAST_MANTISSA && product <= MOST_MANTISSA)) break;
        E[offset + k] = p * sum * unit * scale;
        R[here + k] = product;
        RX[here + k] = ea;
        a = b;
        c = product;
        p = left;
        up = diagonal;
      }
      if (k < 0) return;
      // Only exponents of P may have changed.
      if (k < entered) continue;
    }
    const b = R[below + k];
    const eb = RX[below + k];
    const p = P[own + k];
    gather(R, RX, here + k, a, ea, b, eb, c, ec);
    const unit = probabilityUnit(exponent + RX[here + k]);
    E[offset + k] = p * R[here + k] * unit * scale;
    const up = above + k;
    const left = own + k - 1;
    if (unit === 0) multiply(R, RX, here + k, 0, 0);
    else multiplyByRatio(R, RX, here + k, p, exponent, P[up], X[up], P[up - 1], X[up - 1], P[left], X[left]);
    a = b;
    ea = eb;
    c = R[here + k];
    ec = RX[here + k];
    k--;
  }
}
