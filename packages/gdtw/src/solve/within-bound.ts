import { SIGNAL_LOSSES } from '../losses/records.ts';
import type { WarpChain } from './chain.ts';
import { TOLERANCE } from './chain.ts';
import type { ConvexEdge } from './convex-edge.ts';
import type { Stretch, Transition } from './transition.ts';

/** Whether a bound on the objective bounds its parts: losses and penalties of one's own may be below 0. */
export const canBound = (chain: WarpChain, edge: ConvexEdge): boolean =>
  edge.leastWithin !== undefined && SIGNAL_LOSSES.some((record) => record === chain.loss);

/**
 * Leaves out what is dearer to reach than a bound, at both ends: where nothing costs less than 0, no warp as cheap as the bound passes
 * there. In between nothing is looked at: that would take longer than it saves.
 *
 * @param kept what is left of a stretch; empty where nothing is
 */
export function leaveOutDearer(costs: Float64Array, bound: number, { begin, end }: Stretch, kept: Stretch): void {
  while (begin < end && !(costs[begin] <= bound)) begin++;
  while (end > begin && !(costs[end - 1] <= bound)) end--;
  kept.begin = begin;
  kept.end = end;
}

/** The least of a stretch of costs. */
export function leastOf(costs: Float64Array, { begin, end }: Stretch): number {
  let least = Infinity;
  for (let k = begin; k < end; k++) if (costs[k] < least) least = costs[k];
  return least;
}

/** The stretch of a knot's `size` values to which a difference leads from those of the knot before that costs no more than a budget. */
export function findReachable(
  { from, to, fromStretch, leastDelta, mostDelta, edge }: Transition,
  budget: number,
  size: number,
  reached: Stretch,
): void {
  const least = Math.max(leastDelta, edge.leastWithin!(budget) - TOLERANCE);
  const most = Math.min(mostDelta, edge.mostWithin!(budget) + TOLERANCE);
  reached.begin = countBelow(to, size, from[fromStretch.begin] + least, false);
  reached.end = Math.max(reached.begin, countBelow(to, size, from[fromStretch.end - 1] + most, true));
}

/** How many of sorted values are below a value, or equal to it where that counts. */
function countBelow(values: Float64Array, size: number, value: number, orEqual: boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value || (orEqual && values[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
