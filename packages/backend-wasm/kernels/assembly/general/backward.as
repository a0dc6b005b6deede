// Softmin backward along a row, last cell first, any number of steps: E is handed on to the predecessors by their shares.

import { lowered, ZERO } from "./extended";
import { matters, Row, stepOf } from "./row";

/**
 * Shares of a cell's steps from extended numbers: K·P(predecessor), scaled to a sum of 1. A factor that all steps share cancels, so that
 * it may be left out of all of them.
 */
export function sharesOfExtended(row: Row, steps: i32, at: usize): void {
  const half = at >> 1;
  let most = ZERO;
  for (let s = 0; s < steps; s++) {
    const step = stepOf(row, s);
    step.share = load<f64>(step.values + at) * load<f64>(step.factors + at);
    // A forbidden step's exponent must not count.
    if (step.share == 0) continue;
    const e = load<i32>(step.exponents + half) + load<i32>(step.factorExponents + half);
    if (e > most) most = e;
  }
  let total: f64 = 0;
  for (let s = 0; s < steps; s++) {
    const step = stepOf(row, s);
    if (step.share == 0) continue;
    step.share = lowered(step.share, load<i32>(step.exponents + half) + load<i32>(step.factorExponents + half) - most);
    total += step.share;
  }
  const inverse = 1 / total;
  for (let s = 0; s < steps; s++) stepOf(row, s).share *= inverse;
}

/** Shares of a cell's steps from accumulated costs: the softmax of -candidate/γ. */
// @ts-ignore: decorator
@inline
function sharesOfLogarithm(row: Row, steps: i32, at: usize, gamma: f64): void {
  let least = Infinity;
  for (let s = 0; s < steps; s++) {
    const step = stepOf(row, s);
    step.share = load<f64>(step.values + at) + load<f64>(step.factors + at);
    if (step.share < least) least = step.share;
  }
  let total: f64 = 0;
  for (let s = 0; s < steps; s++) {
    const step = stepOf(row, s);
    step.share = Math.exp((least - step.share) / gamma);
    total += step.share;
  }
  for (let s = 0; s < steps; s++) stepOf(row, s).share /= total;
}

/** Σ p·ln p of a cell's shares: ∂softmin/∂γ. All terms are ≤ 0; ln of the largest share is taken from the others, which it would lose. */
function negativeEntropy(row: Row, steps: i32): f64 {
  let largest: f64 = 0;
  let first = 0;
  for (let s = 0; s < steps; s++) {
    const share = stepOf(row, s).share;
    if (share > largest) {
      largest = share;
      first = s;
    }
  }
  let others: f64 = 0;
  let sum: f64 = 0;
  for (let s = 0; s < steps; s++) {
    const share = stepOf(row, s).share;
    if (s == first || share == 0) continue;
    others += share;
    sum += share * Math.log(share);
  }
  return sum - largest * Math.log1p(others / largest);
}

/** Hands E of a cell on to its predecessors. */
// @ts-ignore: decorator
@inline
function hand(row: Row, steps: i32, k: i32, alignment: f64): void {
  const at = <usize>k << 3;
  let gradient: f64 = 0;
  for (let s = 0; s < steps; s++) {
    const step = stepOf(row, s);
    const carried = alignment == 0 ? 0 : alignment * step.share;
    if (step.marginals != 0) store<f64>(step.marginals + at, carried);
    if (carried == 0) continue;
    if (step.alignment != 0) store<f64>(step.alignment + at, load<f64>(step.alignment + at) + carried);
    // Only here: a forbidden step carries nothing, and its weight may be Infinity.
    if (step.weights != 0) gradient += carried * load<f64>(step.weights + <usize>k * step.weightStride);
  }
  if (row.gradient != 0) store<f64>(row.gradient + at, gradient);
}

/** The cells offset + count - 1 … offset of a row of extended numbers; `entropy` where ∂value/∂γ is asked for. */
export function backwardExtended(row: Row, steps: i32, offset: i32, count: i32, entropy: bool): void {
  for (let k = offset + count - 1; k >= offset; k--) {
    const at = <usize>k << 3;
    let alignment = load<f64>(row.alignment + at);
    if (matters(alignment)) {
      sharesOfExtended(row, steps, at);
      if (entropy) row.temperature += alignment * negativeEntropy(row, steps);
    } else {
      alignment = 0;
    }
    hand(row, steps, k, alignment);
  }
}

/** The same for a row of accumulated costs. */
export function backwardLogarithm(row: Row, steps: i32, offset: i32, count: i32, entropy: bool, gamma: f64): void {
  for (let k = offset + count - 1; k >= offset; k--) {
    const at = <usize>k << 3;
    let alignment = load<f64>(row.alignment + at);
    if (matters(alignment)) {
      sharesOfLogarithm(row, steps, at, gamma);
      if (entropy) row.temperature += alignment * negativeEntropy(row, steps);
    } else {
      alignment = 0;
    }
    hand(row, steps, k, alignment);
  }
}
