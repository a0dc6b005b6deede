// The rows of a strip: costs in, results out. Row r stands in scratch so that the cells of one step, column j - r, are neighbours.

import { Item } from "../printed/item";
import { ROWS } from "../printed/strips";
import { dotRow, squareRow } from "../features";

const MAGNITUDE: i32 = 0x7fffffff;

/** The place of column 0 of row r in scratch rows. */
// @ts-ignore: decorator
@inline
export function place(item: Item, rows: i32, r: i32): usize {
  return <usize>rows + <usize>r * <usize>(item.rowBytes + 4) + 16;
}

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
function offset(item: Item, n: i32): usize {
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
function largestFinite(row: usize, count: i32): f32 {
  let largest: f32 = 0;
  for (let m = 0; m < count; m++) {
    const magnitude = Mathf.abs(load<f32>(row + (<usize>m << 2)));
    if (magnitude < Infinity) largest = Mathf.max(largest, magnitude);
  }
  return largest;
}

/** Writes the costs of columns `first` … of row n to `to`. */
function writeCosts(item: Item, n: i32, first: i32, count: i32, to: usize): f32 {
  switch (item.source) {
    case 0:
      return copyRow(<usize>item.cost + (offset(item, n) << 2), to, count);
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

function fillForbidden(row: usize, from: i32, to: i32): void {
  for (let m = from; m < to; m++) store<f32>(row + (<usize>m << 2), Infinity);
}

/**
 * Fills the scratch rows of strip q with costs; cells outside of the band count as forbidden.
 *
 * @returns whether a cell within the lattice is forbidden
 */
export function openStrip(item: Item, q: i32, from: i32, to: i32): bool {
  let forbidden = false;
  for (let r = 0; r < ROWS; r++) {
    const n = q * ROWS + r;
    const row = place(item, item.costRows, r);
    if (n >= item.rows) {
      memory.fill(row + (<usize>(from - r) << 2), 0, <usize>(to - from) << 2);
      continue;
    }
    const first = firstColumn(item, n);
    const count = lastColumn(item, n) + 1 - first;
    if (count > 0) {
      const start = row + (<usize>first << 2);
      let largest = writeCosts(item, n, first, count, start);
      if (largest == Infinity) {
        forbidden = true;
        largest = largestFinite(start, count);
      }
      if (largest > item.largestCost) item.largestCost = largest;
    }
    if (item.ranges != 0) {
      fillForbidden(row, from - r, first);
      fillForbidden(row, first + max(count, 0), to - r);
    }
  }
  return forbidden;
}

/** Writes row r of scratch, times the upstream gradient, to a result whose cells stand as the costs do. */
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
