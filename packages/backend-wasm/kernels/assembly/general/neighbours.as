// Softmin over the steps (1,0), (0,1), (1,1), which the row has in this order: what the cell before and the cell above it left is kept in
// registers. `shared` where all three cost just what their cell costs.

import { exponentOfSmall, isLarge, isSmall, lowered, raised, reduced, ZERO } from "./extended";
import { matters, Row, stepOf } from "./row";

// @ts-ignore: decorator
@inline
function larger(a: i32, b: i32): i32 {
  return a > b ? a : b;
}

/** The exponent of a product, which must not count where it is 0. */
// @ts-ignore: decorator
@inline
function counted(product: f64, e: i32): i32 {
  return product == 0 ? ZERO : e;
}

// @ts-ignore: decorator
@inline
function forward(row: Row, first: i32, count: i32, shared: bool): void {
  const vertical = stepOf(row, 0);
  const horizontal = stepOf(row, 1);
  const diagonal = stepOf(row, 2);
  const above = vertical.values;
  const aboveExponents = vertical.exponents;
  const own = row.values;
  const ownExponents = row.exponents;
  const factorsV = vertical.factors;
  const factorsH = horizontal.factors;
  const factorsD = diagonal.factors;
  const exponentsV = vertical.factorExponents;
  const exponentsH = horizontal.factorExponents;
  const exponentsD = diagonal.factorExponents;
  let at = <usize>first << 3;
  const end = at + (<usize>count << 3);
  let left = load<f64>(own + at - 8);
  let leftE = load<i32>(ownExponents + (at >> 1) - 4);
  let corner = load<f64>(above + at - 8);
  let cornerE = load<i32>(aboveExponents + (at >> 1) - 4);
  for (; at < end; at += 8) {
    const half = at >> 1;
    const up = load<f64>(above + at);
    const upE = load<i32>(aboveExponents + half);
    let sum: f64;
    let e: i32;
    if (shared) {
      sum = up + corner + left;
      e = leftE;
      if (((upE ^ leftE) | (cornerE ^ leftE)) != 0) {
        e = larger(larger(upE, cornerE), leftE);
        sum = lowered(up, upE - e) + lowered(corner, cornerE - e) + lowered(left, leftE - e);
      }
      sum *= load<f64>(factorsV + at);
      e += load<i32>(exponentsV + half);
    } else {
      const v = up * load<f64>(factorsV + at);
      const d = corner * load<f64>(factorsD + at);
      const h = left * load<f64>(factorsH + at);
      const vE = upE + load<i32>(exponentsV + half);
      const dE = cornerE + load<i32>(exponentsD + half);
      const hE = leftE + load<i32>(exponentsH + half);
      sum = v + d + h;
      e = hE;
      if (((vE ^ hE) | (dE ^ hE)) != 0) {
        e = larger(larger(counted(v, vE), counted(d, dE)), counted(h, hE));
        sum = (v == 0 ? 0 : lowered(v, vE - e)) + (d == 0 ? 0 : lowered(d, dE - e)) + (h == 0 ? 0 : lowered(h, hE - e));
      }
    }
    if (isSmall(sum)) {
      e = exponentOfSmall(sum, e);
      sum = raised(sum);
    } else if (isLarge(sum)) {
      e++;
      sum = reduced(sum);
    }
    store<f64>(own + at, sum);
    store<i32>(ownExponents + half, e);
    left = sum;
    leftE = e;
    corner = up;
    cornerE = upE;
  }
}

/** P of `count` cells from the row's cell `first` on. */
export function forwardNeighbours(row: Row, first: i32, count: i32, shared: bool): void {
  if (shared) forward(row, first, count, true);
  else forward(row, first, count, false);
}

/** What a step of weight W adds to H; one that carries nothing may be forbidden, with weight Infinity. */
// @ts-ignore: decorator
@inline
function weighted(carried: f64, weights: usize): f64 {
  return carried == 0 ? 0 : carried * load<f64>(weights);
}

// @ts-ignore: decorator
@inline
function backward(row: Row, first: i32, count: i32, shared: bool): void {
  const vertical = stepOf(row, 0);
  const horizontal = stepOf(row, 1);
  const diagonal = stepOf(row, 2);
  const above = vertical.values;
  const aboveExponents = vertical.exponents;
  const own = row.values;
  const ownExponents = row.exponents;
  const alignment = row.alignment;
  const alignmentAbove = vertical.alignment;
  const gradient = row.gradient;
  const marginals = vertical.marginals;
  let at = <usize>(first + count - 1) << 3;
  let up = load<f64>(above + at);
  let upE = load<i32>(aboveExponents + (at >> 1));
  let e = load<f64>(alignment + at);
  // What the cell above has so far: from the diagonal step of the cell after.
  let pending = load<f64>(alignmentAbove + at);
  for (let k = first + count - 1; k >= first; k--) {
    const half = at >> 1;
    const corner = load<f64>(above + at - 8);
    const cornerE = load<i32>(aboveExponents + half - 4);
    let carriedV: f64 = 0;
    let carriedH: f64 = 0;
    let carriedD: f64 = 0;
    if (matters(e)) {
      // The three terms of P; where they share one factor, it cancels.
      let v = up;
      let h = load<f64>(own + at - 8);
      let d = corner;
      let vE = upE;
      let hE = load<i32>(ownExponents + half - 4);
      let dE = cornerE;
      if (!shared) {
        v *= load<f64>(vertical.factors + at);
        h *= load<f64>(horizontal.factors + at);
        d *= load<f64>(diagonal.factors + at);
        vE += load<i32>(vertical.factorExponents + half);
        hE += load<i32>(horizontal.factorExponents + half);
        dE += load<i32>(diagonal.factorExponents + half);
      }
      if (((vE ^ hE) | (dE ^ hE)) != 0) {
        const most = larger(larger(counted(v, vE), counted(d, dE)), counted(h, hE));
        v = v == 0 ? 0 : lowered(v, vE - most);
        h = h == 0 ? 0 : lowered(h, hE - most);
        d = d == 0 ? 0 : lowered(d, dE - most);
      }
      const inverse = 1 / (v + d + h);
      carriedV = e * (v * inverse);
      carriedH = e * (h * inverse);
      carriedD = e * (d * inverse);
    }
    store<f64>(alignment + at, e);
    store<f64>(alignmentAbove + at, pending + carriedV);
    pending = carriedD;
    if (marginals != 0) {
      store<f64>(marginals + at, carriedV);
      store<f64>(horizontal.marginals + at, carriedH);
      store<f64>(diagonal.marginals + at, carriedD);
    }
    if (gradient != 0) {
      const sum =
        weighted(carriedV, vertical.weights + <usize>k * vertical.weightStride) +
        weighted(carriedH, horizontal.weights + <usize>k * horizontal.weightStride) +
        weighted(carriedD, diagonal.weights + <usize>k * diagonal.weightStride);
      store<f64>(gradient + at, sum);
    }
    e = load<f64>(alignment + at - 8) + carriedH;
    up = corner;
    upE = cornerE;
    at -= 8;
  }
  // The cells before the stretch, in the row and above.
  store<f64>(alignment + at, e);
  store<f64>(alignmentAbove + at, pending);
}

/** Hands E of the cells first + count - 1 … first on; where they are shared, factors are not looked at. */
export function backwardNeighbours(row: Row, first: i32, count: i32, shared: bool): void {
  if (shared) backward(row, first, count, true);
  else backward(row, first, count, false);
}
