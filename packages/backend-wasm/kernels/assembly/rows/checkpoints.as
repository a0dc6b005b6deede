// Where prefixes are not kept whole: the row before each block of rows is, so that the block can be made again.

import { Item } from "../printed/item";
import { firstKept, keptBytes, lastKept, PAD, placeRows, prefixesOf } from "./spans";

/** Where the numbers of row n that are kept begin. */
// @ts-ignore: decorator
@inline
function keptOf(item: Item, n: i32): usize {
  const first = firstKept(item, n);
  const last = lastKept(item, n);
  return prefixesOf(item, n) + (<usize>(<i32>(first <= last ? first : 0) - PAD) << 2);
}

/** Where the row before row n is kept until row n comes again. */
// @ts-ignore: decorator
@inline
function savedBefore(item: Item, n: i32): usize {
  return <usize>item.saved + 2 * <usize>(n / item.height) * <usize>item.savedBytes;
}

/** Turns to the rows that are kept together from row n on. */
export function goOn(item: Item, n: i32): void {
  const bytes = keptBytes(item, n - 1);
  const from = keptOf(item, n - 1);
  const saved = savedBefore(item, n);
  memory.copy(saved, from, bytes);
  memory.copy(saved + <usize>item.savedBytes, from + <usize>item.exponentBytes, bytes);
  placeRows(item, n, min(n + item.height, item.rows));
  restore(item, n);
}

function restore(item: Item, n: i32): void {
  const bytes = keptBytes(item, n - 1);
  const to = keptOf(item, n - 1);
  const saved = savedBefore(item, n);
  memory.copy(to, saved, bytes);
  memory.copy(to + <usize>item.exponentBytes, saved + <usize>item.savedBytes, bytes);
}

/** Places rows `from` to `to` - 1 anew, after what was saved of the row before. */
export function placeAgain(item: Item, from: i32, to: i32): void {
  placeRows(item, from, to);
  if (from > 0) restore(item, from);
}
