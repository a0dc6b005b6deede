import type { WarpChain } from './chain.ts';
import { segmentOf } from './chain.ts';

/** The values that a warp may take at each knot: sorted, `size[i]` of `capacity` in row i. */
export interface Grid {
  readonly capacity: number;
  readonly values: Float64Array;
  readonly sizes: Int32Array;
}

export function createGrid(count: number, capacity: number): Grid {
  return { capacity, values: new Float64Array(count * capacity), sizes: new Int32Array(count) };
}

/**
 * Spaces values evenly around a feasible warp, within what is reachable, and puts the warp itself in place of its nearest neighbours:
 * the best warp on the grid is never worse than it.
 *
 * @param width the share of the reachable range that the grid covers
 */
export function fillGrid(grid: Grid, { least, most }: WarpChain, warp: Float64Array, width: number): void {
  const { capacity, values, sizes } = grid;
  for (let i = 0; i < warp.length; i++) {
    const half = ((most[i] - least[i]) / 2) * width;
    // The first grid covers everything, wherever the warp is.
    const low = width < 1 ? Math.max(least[i], warp[i] - half) : least[i];
    const high = width < 1 ? Math.min(most[i], warp[i] + half) : most[i];
    const start = i * capacity;
    const step = (high - low) / (capacity - 1);
    if (!(low + step > low)) {
      values[start] = warp[i];
      sizes[i] = 1;
      continue;
    }
    for (let k = 0; k < capacity; k++) values[start + k] = low + k * step;
    values[start + capacity - 1] = high;
    values[start + Math.min(capacity - 1, Math.max(0, Math.round((warp[i] - low) / step)))] = warp[i];
    sizes[i] = capacity;
  }
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
  const k = segmentOf(times, time);
  const nearest = time - times[k] < times[k + 1] - time ? times[k] : times[k + 1];
  return Math.abs(nearest - time) < 1e-13 ? nearest : time;
}
