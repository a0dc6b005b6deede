// An item's rows: costs in, results out.

import { dotRow, squareRow } from "../features";
import { Item } from "../printed/item";

const MAGNITUDE: i32 = 0x7fffffff;

// @ts-ignore: decorator
@inline
export function firstColumn(item: Item, n: i32): i32 {
  return item.ranges == 0 ? 0 : load<i32>(<usize>item.ranges + 12 * <usize>n);
}

// @ts-ignore: decorator
@inline
export function lastColumn(item: Item, n: i32): i32 {
  return item.ranges == 0 ? item.columns - 1 : load<i32>(<usize>item.ranges + 12 * <usize>n, 4);
}

/** Where a row's first column stands among the item's cells. */
// @ts-ignore: decorator
@inline
export function offset(item: Item, n: i32): usize {
  return item.ranges == 0 ? <usize>n * <usize>item.stride : <usize>load<i32>(<usize>item.ranges + 12 * <usize>n, 8);
}

/** Copies a row and finds its largest magnitude. */
function copyRow(from: usize, to: usize, count: i32): f32 {
  const mask = i32x4.splat(MAGNITUDE);
  let most = f32x4.splat(0);
  let i: usize = 0;
  const bytes = <usize>count << 2;
  for (; i + 16 <= bytes; i += 16) {
    const costs = v128.load(from + i);
    most = f32x4.pmax(most, v128.and(costs, mask));
    v128.store(to + i, costs);
  }
  let largest = Mathf.max(
    Mathf.max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    Mathf.max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (; i < bytes; i += 4) {
    const cost = load<f32>(from + i);
    largest = Mathf.max(largest, Mathf.abs(cost));
    store<f32>(to + i, cost);
  }
  return largest;
}

/** The largest finite magnitude of a row. */
export function largestFinite(row: usize, count: i32): f32 {
  let largest: f32 = 0;
  for (let m = 0; m < count; m++) {
    const magnitude = Mathf.abs(load<f32>(row + (<usize>m << 2)));
    if (magnitude < Infinity) largest = Mathf.max(largest, magnitude);
  }
  return largest;
}

/** Writes the costs of columns `first` … of row n to `to`. */
export function writeCosts(item: Item, n: i32, first: i32, count: i32, to: usize): f32 {
  switch (item.source) {
    case 0:
      return copyRow(<usize>item.cost + ((offset(item, n) + <usize>(first - firstColumn(item, n))) << 2), to, count);
    case 1: {
      const values = <usize>item.cost + (<usize>n * <usize>item.classes << 2);
      const index = <usize>item.index + (<usize>first << 2);
      for (let m: usize = 0; m < <usize>count << 2; m += 4) store<f32>(to + m, load<f32>(values + (<usize>load<i32>(index + m) << 2)));
      break;
    }
    case 2:
      squareRow(<usize>item.x + (<usize>n * <usize>item.dimension << 2), <usize>item.y + (<usize>first << 2), <usize>item.featureStride << 2, item.dimension, count, to);
      break;
    default:
      dotRow(
        <usize>item.x + (<usize>n * <usize>item.dimension << 2),
        <usize>item.y + (<usize>first << 2),
        <usize>item.featureStride << 2,
        item.dimension,
        load<f32>(<usize>item.rowTerms + (<usize>n << 2)),
        count,
        to,
      );
  }
  return copyRow(to, to, count);
}

/** Writes a row of scratch, times the upstream gradient, to a result whose cells stand as the costs do. */
export function writeRow(item: Item, n: i32, row: usize, result: i32): void {
  const first = firstColumn(item, n);
  const bytes = <usize>max(lastColumn(item, n) + 1 - first, 0) << 2;
  const from = row + (<usize>first << 2);
  const to = <usize>result + (offset(item, n) << 2);
  const upstream = <f32>item.upstream;
  const scale = f32x4.splat(upstream);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.mul(v128.load(from + i), scale));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i) * upstream);
}
