import { findInterval } from '../signal/signal.ts';
import type { WarpChain } from './chain.ts';
import { TOLERANCE } from './chain.ts';

/**
 * The values that a warp may take at each knot: evenly spaced, with one value in the place of its nearest neighbour. Kept as ranges; the
 * values of a knot are written out when it is their turn.
 */
export interface Grid {
  readonly capacity: number;
  /** How many values each knot has: `capacity`, or 1 where its range is too narrow to be divided. */
  readonly sizes: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly step: Float64Array;
  /** The warp that the grid was made around, and its place among the values. */
  readonly warp: Float64Array;
  readonly places: Int32Array;
}

export function createGrid(count: number, capacity: number): Grid {
  const numbers = (): Float64Array => new Float64Array(count);
  return {
    capacity,
    sizes: new Int32Array(count),
    low: numbers(),
    high: numbers(),
    step: numbers(),
    warp: numbers(),
    places: new Int32Array(count),
  };
}

/**
 * Spaces values evenly around a feasible warp, within what is reachable, and puts the warp itself in place of its nearest neighbours:
 * the best warp on the grid is never worse than it.
 *
 * @param width the share of the reachable range that the grid covers
 */
export function placeGrid(grid: Grid, { least, most }: WarpChain, warp: Float64Array, width: number): void {
  const { capacity, sizes, low, high, step, places } = grid;
  grid.warp.set(warp);
  for (let i = 0; i < warp.length; i++) {
    const half = ((most[i] - least[i]) / 2) * width;
    // The first grid covers everything, wherever the warp is.
    low[i] = width < 1 ? Math.max(least[i], warp[i] - half) : least[i];
    high[i] = width < 1 ? Math.min(most[i], warp[i] + half) : most[i];
    step[i] = (high[i] - low[i]) / (capacity - 1);
    const divided = low[i] + step[i] > low[i];
    sizes[i] = divided ? capacity : 1;
    places[i] = divided ? Math.min(capacity - 1, Math.max(0, Math.round((warp[i] - low[i]) / step[i]))) : 0;
  }
}

/** One value of a knot. */
export function gridValue({ capacity, low, high, step, warp, places }: Grid, knot: number, k: number): number {
  if (k === places[knot]) return warp[knot];
  return k === capacity - 1 ? high[knot] : low[knot] + k * step[knot];
}

/** All values of a knot, sorted: into `row`, or into the part of it that they need. */
export function gridRow(grid: Grid, knot: number, row: Float64Array): Float64Array {
  const size = grid.sizes[knot];
  const low = grid.low[knot];
  const step = grid.step[knot];
  for (let k = 0; k < size; k++) row[k] = low + k * step;
  if (size > 1) row[size - 1] = grid.high[knot];
  row[grid.places[knot]] = grid.warp[knot];
  return size === row.length ? row : row.subarray(0, size);
}

/**
 * A warp moved to the grid, knot by knot to the nearest value that the constraints allow after the one before.
 *
 * @returns whether the grid has such a warp near it: if not, `out` is none
 */
export function roundToGrid(grid: Grid, { leastDelta, mostDelta }: WarpChain, warp: Float64Array, out: Float64Array): boolean {
  const { sizes, low, step } = grid;
  for (let i = 0; i < warp.length; i++) {
    const end = sizes[i] - 1;
    let k = step[i] > 0 ? Math.round((warp[i] - low[i]) / step[i]) : 0;
    if (k < 0 || k > end) return false;
    if (i > 0) {
      const least = out[i - 1] + leastDelta[i - 1] - TOLERANCE;
      const most = out[i - 1] + mostDelta[i - 1] + TOLERANCE;
      if (gridValue(grid, i, k) < least && k < end) k++;
      if (gridValue(grid, i, k) > most && k > 0) k--;
      const value = gridValue(grid, i, k);
      if (value < least || value > most) return false;
    }
    out[i] = gridValue(grid, i, k);
  }
  return true;
}

/** The feasible warp that stays nearest to the diagonal, from left to right. */
export function feasibleWarp(chain: WarpChain): Float64Array {
  const { count, least, most, intervals, leastDelta, mostDelta } = chain;
  const warp = new Float64Array(count);
  let time = 0;
  for (let i = 0; i < count; i++) {
    if (i > 0) time += intervals[i - 1];
    const from = i === 0 ? least[0] : Math.max(least[i], warp[i - 1] + leastDelta[i - 1]);
    const to = i === 0 ? most[0] : Math.min(most[i], warp[i - 1] + mostDelta[i - 1]);
    warp[i] = Math.min(to, Math.max(from, startValue(chain, i, time)));
  }
  return warp;
}

/** The diagonal, on the observation of x that it is next to if rounding is all that parts them. */
function startValue({ times }: WarpChain, knot: number, time: number): number {
  if (knot === 0) return 0;
  const k = findInterval(times, time);
  const nearest = time - times[k] < times[k + 1] - time ? times[k] : times[k + 1];
  return Math.abs(nearest - time) < 1e-13 ? nearest : time;
}
