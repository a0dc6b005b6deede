// Softmin over two or three steps that all come from rows above: no cell of a row waits for another, so two are done at a time. Pairs
// whose terms differ in exponents, or whose sums leave the range of mantissas, go through the kernels for any steps.

import { sharesOfExtended } from "./backward";
import { forwardExtended } from "./forward";
import { matters, Row, Step, stepOf } from "./row";

/** Bounds of mantissas 2^-256 and 2^256, the least |E| that matters, and 1, twice each: V8 would build constants anew at each use. */
// @ts-ignore: decorator
@lazy
const BOUNDS: usize = memory.data<f64>(
  [8.636168555094445e-78, 8.636168555094445e-78, 1.157920892373162e77, 1.157920892373162e77, 1e-290, 1e-290, 1, 1], 16,
);

/** Cells that are handed on at a time: their shares stay in the fastest cache. */
const CHUNK: i32 = 256;

/** K·P(predecessor) of two cells. */
// @ts-ignore: decorator
@inline
function terms(step: Step, at: usize): v128 {
  return f64x2.mul(v128.load(step.values + at), v128.load(step.factors + at));
}

/** Its exponents, in the low half. */
// @ts-ignore: decorator
@inline
function termExponents(step: Step, at: usize): v128 {
  const half = at >> 1;
  return i32x4.add(v128.load64_zero(step.exponents + half), v128.load64_zero(step.factorExponents + half));
}

// @ts-ignore: decorator
@inline
function forward(row: Row, first: i32, count: i32, steps: i32): void {
  const a = stepOf(row, 0);
  const b = stepOf(row, 1);
  const c = stepOf(row, 2);
  const least = v128.load(BOUNDS);
  const most = v128.load(BOUNDS, 16);
  const end = first + count;
  let k = first;
  for (; k + 2 <= end; k += 2) {
    const at = <usize>k << 3;
    const e = termExponents(a, at);
    let sum = f64x2.add(terms(a, at), terms(b, at));
    let differ = v128.xor(e, termExponents(b, at));
    if (steps == 3) {
      sum = f64x2.add(sum, terms(c, at));
      differ = v128.or(differ, v128.xor(e, termExponents(c, at)));
    }
    const beyond = v128.or(f64x2.lt(sum, least), f64x2.gt(sum, most));
    if (v128.any_true(v128.or(differ, beyond))) {
      forwardExtended(row, steps, k, 2);
    } else {
      v128.store(row.values + at, sum);
      v128.store64_lane(row.exponents + (at >> 1), e, 0);
    }
  }
  if (k < end) forwardExtended(row, steps, k, 1);
}

/** P of `count` cells from the row's cell `first` on, two or three steps. */
export function forwardAdvancing(row: Row, steps: i32, first: i32, count: i32): void {
  if (steps == 2) forward(row, first, count, 2);
  else forward(row, first, count, 3);
}

/** What one cell's steps carry, into their rows of marginals. */
function carryOne(row: Row, steps: i32, at: usize): void {
  const alignment = load<f64>(row.alignment + at);
  const reached = matters(alignment);
  if (reached) sharesOfExtended(row, steps, at);
  for (let s = 0; s < steps; s++) {
    const step = stepOf(row, s);
    store<f64>(step.marginals + at, reached ? alignment * step.share : 0);
  }
}

/** The same for two cells. */
// @ts-ignore: decorator
@inline
function carryTwo(row: Row, at: usize, steps: i32): void {
  const a = stepOf(row, 0);
  const b = stepOf(row, 1);
  const c = stepOf(row, 2);
  const alignment = v128.load(row.alignment + at);
  const reached = f64x2.gt(f64x2.abs(alignment), v128.load(BOUNDS, 32));
  if (!v128.any_true(reached)) {
    v128.store(a.marginals + at, reached);
    v128.store(b.marginals + at, reached);
    if (steps == 3) v128.store(c.marginals + at, reached);
    return;
  }
  const e = termExponents(a, at);
  let differ = v128.xor(e, termExponents(b, at));
  if (steps == 3) differ = v128.or(differ, v128.xor(e, termExponents(c, at)));
  if (v128.any_true(differ)) {
    carryOne(row, steps, at);
    carryOne(row, steps, at + 8);
    return;
  }
  const first = terms(a, at);
  const second = terms(b, at);
  const third = steps == 3 ? terms(c, at) : f64x2.splat(0);
  let sum = f64x2.add(first, second);
  if (steps == 3) sum = f64x2.add(sum, third);
  const inverse = f64x2.div(v128.load(BOUNDS, 48), sum);
  // A cell that E does not reach may have P = 0, and an inverse that is none.
  v128.store(a.marginals + at, v128.and(reached, f64x2.mul(f64x2.mul(first, inverse), alignment)));
  v128.store(b.marginals + at, v128.and(reached, f64x2.mul(f64x2.mul(second, inverse), alignment)));
  if (steps == 3) v128.store(c.marginals + at, v128.and(reached, f64x2.mul(f64x2.mul(third, inverse), alignment)));
}

/** Adds what a step carries to E of its predecessors. */
// @ts-ignore: decorator
@inline
function add(alignment: usize, marginals: usize, first: i32, end: i32): void {
  let k = first;
  for (; k + 2 <= end; k += 2) {
    const at = <usize>k << 3;
    v128.store(alignment + at, f64x2.add(v128.load(alignment + at), v128.load(marginals + at)));
  }
  if (k < end) {
    const at = <usize>k << 3;
    store<f64>(alignment + at, load<f64>(alignment + at) + load<f64>(marginals + at));
  }
}

/** H: what the steps carry, by their weights. */
function weigh(row: Row, steps: i32, first: i32, end: i32): void {
  for (let k = first; k < end; k++) {
    const at = <usize>k << 3;
    let sum: f64 = 0;
    for (let s = 0; s < steps; s++) {
      const step = stepOf(row, s);
      const carried = load<f64>(step.marginals + at);
      // A step that carries nothing may be forbidden, with weight Infinity.
      if (carried != 0) sum += carried * load<f64>(step.weights + <usize>k * step.weightStride);
    }
    store<f64>(row.gradient + at, sum);
  }
}

// @ts-ignore: decorator
@inline
function backward(row: Row, first: i32, count: i32, steps: i32): void {
  for (let end = first + count; end > first;) {
    const from = max(first, (end - 1) & ~(CHUNK - 1));
    let k = from;
    for (; k + 2 <= end; k += 2) carryTwo(row, <usize>k << 3, steps);
    if (k < end) carryOne(row, steps, <usize>k << 3);
    for (let s = 0; s < steps; s++) add(stepOf(row, s).alignment, stepOf(row, s).marginals, from, end);
    if (row.gradient != 0) weigh(row, steps, from, end);
    end = from;
  }
}

/** Hands E of the cells first + count - 1 … first on, two or three steps; all have rows of marginals. */
export function backwardAdvancing(row: Row, steps: i32, first: i32, count: i32): void {
  if (steps == 2) backward(row, first, count, 2);
  else backward(row, first, count, 3);
}
