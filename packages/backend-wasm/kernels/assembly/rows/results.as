// What becomes of a row of E or H.

import { pullProducts, pullSquares, rowSum } from "../features";
import { Item } from "../printed/item";
import { firstOf, lastOf } from "./spans";

/** Sums a row of H by class. */
export function addClasses(item: Item, n: i32, gradient: usize): void {
  const to = <usize>item.classGradient + (<usize>n * <usize>item.classes << 2);
  const upstream = <f32>item.upstream;
  const last = lastOf(item, n);
  for (let m = firstOf(item, n); m <= last; m++) {
    const at = to + (<usize>load<i32>(<usize>item.index + (<usize>m << 2)) << 2);
    store<f32>(at, load<f32>(at) + load<f32>(gradient + (<usize>m << 2)) * upstream);
  }
}

/** Sets columns `from` to `to` of a row to 0, where there are any. */
export function clearColumns(row: usize, from: i32, to: i32): void {
  if (to >= from) memory.fill(row + (<usize>from << 2), 0, <usize>(to - from + 1) << 2);
}

/** Pulls H of rows n to n + 3 back to features; rows past the last count as 0, as do columns that do not matter. */
export function pullRows(item: Item, n: i32, rows: usize): void {
  let first = item.columns;
  let last = -1;
  for (let i = n; i < min(n + 4, item.rows); i++) {
    first = min(first, firstOf(item, i));
    last = max(last, lastOf(item, i));
  }
  if (first > last) return;
  const column = <usize>first << 2;
  const count = last + 1 - first;
  const bytes = <usize>item.rowBytes;
  const xBytes = <usize>item.dimension << 2;
  const stride = <usize>item.featureStride << 2;
  const x = <usize>item.x + <usize>n * xBytes;
  const y = <usize>item.y + column;
  const to = <usize>item.xGradient + <usize>n * xBytes;
  const yTo = <usize>item.yGradient + column;
  if (item.source == 2) {
    pullSquares(rows + column, bytes, x, xBytes, y, stride, item.dimension, count, to, yTo);
    return;
  }
  pullProducts(rows + column, bytes, x, xBytes, y, stride, item.dimension, count, to, yTo);
  for (let i: usize = 0; i < 4; i++) {
    store<f32>(<usize>item.rowTermGradient + ((<usize>n + i) << 2), rowSum(rows + column + i * bytes, count));
  }
}
