// Hardmin along a row, any number of steps: the least candidate, and the number of the step it came by. The first of equals wins.

import { Row, stepOf } from "./row";

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

/** D of `count` cells from the row's cell `offset` on. */
export function hardValues(row: Row, steps: i32, offset: i32, count: i32): void {
  walk(row, steps, offset, count, NONE, 0, 0);
}

/** The same, and a byte a cell with its step; `codes` is where the row's first cell has its own. */
export function hardBytes(row: Row, steps: i32, offset: i32, count: i32, codes: usize): void {
  walk(row, steps, offset, count, BYTES, codes, 0);
}

/** The same in words, of which the row has the bits `lane` and `lane` + 8; for up to three steps, a start included four. */
export function hardWords(row: Row, steps: i32, offset: i32, count: i32, codes: usize, lane: i32): void {
  walk(row, steps, offset, count, WORDS, codes, lane);
}
