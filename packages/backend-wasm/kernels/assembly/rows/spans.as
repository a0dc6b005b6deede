// Which columns of a row matter, and where its prefixes stand: a table of three numbers a row.

import { Item } from "../printed/item";
import { firstColumn, lastColumn } from "../items/cost-rows";

const BYTES: usize = 12;
/** No column: far from all of them, and still far when steps are added. */
const FAR: i32 = 0x20000000;
/** Columns before and after those of a row that vectors may touch. */
export const PAD: i32 = 16;

// @ts-ignore: decorator
@inline
function entry(item: Item, n: i32): usize {
  return <usize>item.spans + <usize>n * BYTES;
}

/** The first column of row n that lies on a way from a start to an end. */
// @ts-ignore: decorator
@inline
export function firstOf(item: Item, n: i32): i32 {
  return load<i32>(entry(item, n));
}

/** The last one; less than the first where there is none. */
// @ts-ignore: decorator
@inline
export function lastOf(item: Item, n: i32): i32 {
  return load<i32>(entry(item, n), 4);
}

/** The place of column 0 among the mantissas of row n's prefixes, if it were there. */
// @ts-ignore: decorator
@inline
export function prefixesOf(item: Item, n: i32): usize {
  return load<u32>(entry(item, n), 8);
}

/** The first column of row n that the next row reads, or that is its own. */
// @ts-ignore: decorator
@inline
export function firstKept(item: Item, n: i32): i32 {
  return n + 1 < item.rows ? min(firstOf(item, n), firstOf(item, n + 1) - 2) : firstOf(item, n);
}

// @ts-ignore: decorator
@inline
export function lastKept(item: Item, n: i32): i32 {
  return n + 1 < item.rows ? max(lastOf(item, n), lastOf(item, n + 1)) : lastOf(item, n);
}

/** Finds the columns that matter: within the band, reached from a start, leading to an end. Candidates are sorted by row. */
export function findSpans(item: Item): void {
  const most = item.steps - 1;
  let low = FAR;
  let high = -FAR;
  let k = 0;
  for (let n = 0; n < item.rows; n++) {
    high += most;
    for (; k < item.starts && load<i32>(<usize>item.startRows + (<usize>k << 2)) == n; k++) {
      const m = load<i32>(<usize>item.startColumns + (<usize>k << 2));
      low = min(low, m);
      high = max(high, m);
    }
    store<i32>(entry(item, n), max(low, firstColumn(item, n)));
    store<i32>(entry(item, n), min(high, lastColumn(item, n)), 4);
  }
  low = FAR;
  high = -FAR;
  k = item.ends - 1;
  for (let n = item.rows - 1; n >= 0; n--) {
    low -= most;
    for (; k >= 0 && load<i32>(<usize>item.endRows + (<usize>k << 2)) == n; k--) {
      const m = load<i32>(<usize>item.endColumns + (<usize>k << 2));
      low = min(low, m);
      high = max(high, m);
    }
    const first = max(low, firstOf(item, n));
    const last = min(high, lastOf(item, n));
    store<i32>(entry(item, n), first <= last ? first : FAR);
    store<i32>(entry(item, n), first <= last ? last : -FAR, 4);
  }
}

/** Bytes of the mantissas, or of the exponents, that are kept of row n. */
export function keptBytes(item: Item, n: i32): usize {
  const columns = max(0, lastKept(item, n) - firstKept(item, n) + 1);
  return <usize>((columns + 2 * PAD + 3) & ~3) << 2;
}

/** Places what is kept of row n at an address. */
export function placeRow(item: Item, n: i32, at: usize): void {
  const first = firstKept(item, n) <= lastKept(item, n) ? firstKept(item, n) : 0;
  store<i32>(entry(item, n), <i32>at + ((PAD - first) << 2), 8);
}

/** Places the prefixes of rows `from` to `to` - 1 one behind the other, after those of row `from` - 1. */
export function placeRows(item: Item, from: i32, to: i32): void {
  let at = <usize>item.prefixes;
  for (let n = max(from - 1, 0); n < to; n++) {
    placeRow(item, n, at);
    at += keptBytes(item, n);
  }
}
