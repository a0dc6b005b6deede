// Hardmin along a row, any number of steps: the least candidate, and the number of the step it came by. The first of equals wins.

import { Row, Step, stepOf } from "./row";

/** How a cell's step is kept: not at all, as a byte, or as two bits of a word that eight rows share (see strip.as). */
const NONE = 0;
const BYTES = 1;
const WORDS = 2;

/** The words' bits for each step, in the lowest row: one in either byte. */
// @ts-ignore: decorator
@inline
function bitsOf(s: i32): i32 {
  return s == 0 ? 1 : s == 1 ? 0x100 : s == 2 ? 0 : 0x101;
}

// @ts-ignore: decorator
@inline
function walk(row: Row, steps: i32, offset: i32, count: i32, form: i32, codes: usize, lane: i32): void {
  for (let k = offset; k < offset + count; k++) {
    const at = <usize>k << 3;
    let least = Infinity;
    let first = 0;
    for (let s = 0; s < steps; s++) {
      const step = stepOf(row, s);
      const candidate = load<f64>(step.values + at) + load<f64>(step.factors + at);
      if (candidate < least) {
        least = candidate;
        first = s;
      }
    }
    store<f64>(row.values + at, least);
    if (form == BYTES) store<u8>(codes + k, first);
    if (form == WORDS) {
      const word = codes + (<usize>k << 1);
      store<u16>(word, (<i32>load<u16>(word) & ~(0x101 << lane)) | (bitsOf(first) << lane));
    }
  }
}

/** What two cells cost by one step. */
// @ts-ignore: decorator
@inline
function candidates(step: Step, at: usize): v128 {
  return f64x2.add(v128.load(step.values + at), v128.load(step.factors + at));
}

/** The low two bits of a mask, in the lowest bits of two neighbouring words. */
// @ts-ignore: decorator
@inline
function spread(mask: v128): i32 {
  const bits = i64x2.bitmask(mask);
  return (bits & 1) | ((bits & 2) << 15);
}

/** Two or three steps that all come from rows above, two cells at a time. */
// @ts-ignore: decorator
@inline
function walkAdvancing(row: Row, steps: i32, offset: i32, count: i32, form: i32, codes: usize, lane: i32): void {
  const a = stepOf(row, 0);
  const b = stepOf(row, 1);
  const c = stepOf(row, 2);
  const end = offset + count;
  let k = offset;
  for (; k + 2 <= end; k += 2) {
    const at = <usize>k << 3;
    const first = candidates(a, at);
    const second = candidates(b, at);
    let least = f64x2.pmin(first, second);
    if (steps == 3) least = f64x2.pmin(least, candidates(c, at));
    v128.store(row.values + at, least);
    if (form == WORDS) {
      const wins = f64x2.eq(first, least);
      const follows = v128.andnot(f64x2.eq(second, least), wins);
      const words = codes + (<usize>k << 1);
      store<u32>(words, (load<u32>(words) & ~(0x1010101 << lane)) | ((spread(wins) | (spread(follows) << 8)) << lane));
    }
  }
  if (k < end) walk(row, steps, k, 1, form, codes, lane);
}

/** D of `count` cells from the row's cell `offset` on. */
export function hardValues(row: Row, steps: i32, offset: i32, count: i32): void {
  walk(row, steps, offset, count, NONE, 0, 0);
}

/** The same for two or three steps that all come from rows above. */
export function hardAdvancingValues(row: Row, steps: i32, offset: i32, count: i32): void {
  if (steps == 2) walkAdvancing(row, 2, offset, count, NONE, 0, 0);
  else walkAdvancing(row, 3, offset, count, NONE, 0, 0);
}

/** D and words for such steps. */
export function hardAdvancingWords(row: Row, steps: i32, offset: i32, count: i32, codes: usize, lane: i32): void {
  if (steps == 2) walkAdvancing(row, 2, offset, count, WORDS, codes, lane);
  else walkAdvancing(row, 3, offset, count, WORDS, codes, lane);
}

/** The same, and a byte a cell with its step; `codes` is where the row's first cell has its own. */
export function hardBytes(row: Row, steps: i32, offset: i32, count: i32, codes: usize): void {
  walk(row, steps, offset, count, BYTES, codes, 0);
}

/** The same in words, of which the row has the bits `lane` and `lane` + 8; for up to three steps, a start included four. */
export function hardWords(row: Row, steps: i32, offset: i32, count: i32, codes: usize, lane: i32): void {
  walk(row, steps, offset, count, WORDS, codes, lane);
}
