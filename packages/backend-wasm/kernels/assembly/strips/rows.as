// The rows of a strip: costs in, results out. Row r stands in scratch so that the cells of one step, column j - r, are neighbours.

import { firstColumn, largestFinite, lastColumn, writeCosts } from "../items/cost-rows";
import { Item } from "../printed/item";
import { ROWS } from "../printed/strips";

/** The place of column 0 of row r in scratch rows. */
// @ts-ignore: decorator
@inline
export function place(item: Item, rows: i32, r: i32): usize {
  return <usize>rows + <usize>r * <usize>(item.rowBytes + 4) + 16;
}

function fillForbidden(row: usize, from: i32, to: i32): void {
  for (let m = from; m < to; m++) store<f32>(row + (<usize>m << 2), Infinity);
}

/** The largest finite magnitude in the strip that was opened last. */
export let stripLargest: f32 = 0;

/**
 * Fills the scratch rows of strip q with costs; cells outside of the band count as forbidden.
 *
 * @returns whether a cell within the lattice is forbidden
 */
export function openStrip(item: Item, q: i32, from: i32, to: i32): bool {
  let forbidden = false;
  stripLargest = 0;
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
      if (largest > stripLargest) stripLargest = largest;
    }
    if (item.ranges != 0) {
      fillForbidden(row, from - r, first);
      fillForbidden(row, first + max(count, 0), to - r);
    }
  }
  if (stripLargest > item.largestCost) item.largestCost = stripLargest;
  return forbidden;
}
