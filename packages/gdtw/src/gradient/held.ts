import { durationRatio } from '../problem/knots.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';
import type { GradientAccumulator } from './accumulator.ts';
import type { ActiveSet } from './active-set.ts';

/**
 * Carries a force on every knot to what holds the knots: a lock takes the forces of its whole component; the difference that a tie holds
 * takes those of the knots on the side that it moves.
 *
 * @param intervals Δt_j in the caller's units
 */
export function addHeld(
  problem: WarpProblem,
  set: ActiveSet,
  force: Float64Array,
  intervals: Float64Array,
  gradient: GradientAccumulator,
): void {
  const { components, anchors } = set;
  for (let c = 0; c < components.count; c++) {
    const start = components.start[c];
    const end = components.start[c + 1];
    const anchor = anchors[c] < 0 ? start : anchors[c];
    let sum = 0;
    for (let i = end - 1; i > anchor; i--) addTie(problem, set, i - 1, (sum += force[i]), intervals, gradient);
    let left = 0;
    for (let i = start; i < anchor; i++) addTie(problem, set, i, -(left += force[i]), intervals, gradient);
    if (anchors[c] >= 0) addLock(problem, set, anchor, sum + left + force[anchor], gradient);
  }
}

function addTie(
  problem: WarpProblem,
  { ties }: ActiveSet,
  edge: number,
  amount: number,
  intervals: Float64Array,
  gradient: GradientAccumulator,
): void {
  const tie = ties[edge];
  if (tie === undefined) return;
  if (tie.kind === 'kink') {
    const slope = tie.at + (problem.expectedSlope ?? durationRatio(problem));
    gradient.expectedSlope += amount * intervals[edge];
    gradient.intervals[edge] += amount * slope;
    return;
  }
  gradient.by.slopes[tie.kind][edge] += amount * intervals[edge];
  gradient.intervals[edge] += amount * problem.slopes[tie.kind][edge];
}

function addLock({ x }: WarpProblem, { locks }: ActiveSet, knot: number, amount: number, gradient: GradientAccumulator): void {
  const lock = locks[knot];
  if (lock === undefined) return;
  if (lock.kind === 'kink') gradient.addKink(knot, lock.kink, amount);
  else if (lock.kind === 'first') gradient.by.xTimes[0] += amount;
  else if (lock.kind === 'last') gradient.by.xTimes[x.times.length - 1] += amount;
  else gradient.addBand(lock.kind === 'band-lower' ? 'lower' : 'upper', knot, amount);
}
