// Softmin forward along a row, any number of steps.

import { exponentOfSmall, isLarge, isSmall, lowered, raised, reduced, ZERO } from "./extended";
import { Row, stepOf } from "./row";

/** P(n,m) = Σ K·P(predecessor) for `count` cells from the row's cell `offset` on. */
export function forwardExtended(row: Row, steps: i32, offset: i32, count: i32): void {
  for (let k = offset; k < offset + count; k++) {
    const at = <usize>k << 3;
    let sum: f64 = 0;
    let exponent = ZERO;
    for (let s = 0; s < steps; s++) {
      const step = stepOf(row, s);
      const term = load<f64>(step.values + at) * load<f64>(step.factors + at);
      // A forbidden step's exponent must not count.
      if (term == 0) continue;
      const e = load<i32>(step.exponents + (at >> 1)) + load<i32>(step.factorExponents + (at >> 1));
      if (e > exponent) {
        sum = lowered(sum, exponent - e) + term;
        exponent = e;
      } else {
        sum += lowered(term, e - exponent);
      }
    }
    if (isSmall(sum)) {
      exponent = exponentOfSmall(sum, exponent);
      sum = raised(sum);
    } else if (isLarge(sum)) {
      exponent++;
      sum = reduced(sum);
    }
    store<f64>(row.values + at, sum);
    store<i32>(row.exponents + (at >> 1), exponent);
  }
}

/** D(n,m) = softmin of D(predecessor) + cost. */
export function forwardLogarithm(row: Row, steps: i32, offset: i32, count: i32, gamma: f64): void {
  for (let k = offset; k < offset + count; k++) {
    const at = <usize>k << 3;
    let least = Infinity;
    let first = 0;
    for (let s = 0; s < steps; s++) {
      const step = stepOf(row, s);
      const candidate = load<f64>(step.values + at) + load<f64>(step.factors + at);
      step.share = candidate;
      if (candidate < least) {
        least = candidate;
        first = s;
      }
    }
    if (least != Infinity) {
      // The least candidate's own term is 1. It stays out of the sum, so that what is far smaller than 1 is kept.
      let others: f64 = 0;
      for (let s = 0; s < steps; s++) {
        if (s != first) others += Math.exp((least - stepOf(row, s).share) / gamma);
      }
      least -= gamma * Math.log1p(others);
    }
    store<f64>(row.values + at, least);
  }
}
