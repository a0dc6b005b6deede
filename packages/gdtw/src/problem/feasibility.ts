import type { Infeasibility } from '../errors.ts';
import type { KnotBounds } from './bounds.ts';
import { knotBounds } from './bounds.ts';
import { knotTimes, last } from './knots.ts';
import type { WarpProblem } from './warp-problem.ts';

/** Bounds and slopes are compared with this tolerance, as a share of x's duration. */
export const CONSTRAINT_TOLERANCE = 1e-12;

/** Where feasible warps can be: every number of a knot's range belongs to some feasible warp. */
export interface ReachableRanges {
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** What they follow from. */
  readonly bounds: KnotBounds;
  readonly times: Float64Array;
}

export type WarpFeasibility = { readonly feasible: true } | ({ readonly feasible: false } & Infeasibility);

/**
 * Whether any warp meets a problem's constraints, and if none does, which constraint fails at which knot.
 *
 * Ranges of reachable values are carried from knot to knot, forwards and backwards: O(m), exact up to 1e-12 of x's duration.
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, warpFeasibility } from '@rubato/gdtw';
 * const signal = createSignal([0, 1, 2]);
 * const verdict = warpFeasibility(createWarpProblem({ x: signal, y: signal, lambda: 1, slopes: { upper: 0.5 } }));
 * verdict.feasible ? '' : `${verdict.constraint} at ${verdict.knot}`; // → 'endpoints at 2'
 * ```
 */
export function warpFeasibility(problem: WarpProblem): WarpFeasibility {
  const answer = reachableRanges(problem);
  return 'least' in answer ? { feasible: true } : { feasible: false, ...answer };
}

/** The ranges of reachable values in x's time, or why there are none. */
export function reachableRanges(problem: WarpProblem): ReachableRanges | Infeasibility {
  const bounds = knotBounds(problem);
  const times = knotTimes(problem);
  const { lower: slowest, upper: fastest } = problem.slopes;
  const tolerance = CONSTRAINT_TOLERANCE * (last(problem.x.times) - problem.x.times[0]);
  const least = bounds.lower.slice();
  const most = bounds.upper.slice();
  for (let i = 0; i < times.length; i++) {
    if (least[i] > most[i] + tolerance) return infeasible(problem, bounds, i, `its range is from ${least[i]} to ${most[i]}`);
    if (least[i] > most[i]) most[i] = least[i];
    if (i === 0) continue;
    const interval = times[i] - times[i - 1];
    if (slowest[i - 1] > fastest[i - 1]) {
      const reason = `the slope of interval ${i - 1} must be at least ${slowest[i - 1]} and at most ${fastest[i - 1]}`;
      return { constraint: 'slopes', knot: i - 1, reason };
    }
    const from = least[i - 1] + slowest[i - 1] * interval;
    const to = most[i - 1] + fastest[i - 1] * interval;
    if (from > most[i] + tolerance || to < least[i] - tolerance) {
      const reason = `slopes lead to values from ${from} to ${to}, it must be from ${least[i]} to ${most[i]}`;
      return infeasible(problem, bounds, i, reason);
    }
    // Within the tolerance the knot's own bound wins over what the slopes add up to.
    least[i] = Math.min(Math.max(least[i], from), most[i]);
    most[i] = Math.max(Math.min(most[i], to), least[i]);
  }
  for (let i = times.length - 2; i >= 0; i--) {
    const interval = times[i + 1] - times[i];
    const from = least[i + 1] - fastest[i] * interval;
    const to = most[i + 1] - slowest[i] * interval;
    least[i] = Math.min(Math.max(least[i], from), most[i]);
    most[i] = Math.max(Math.min(most[i], to), least[i]);
  }
  return { least, most, bounds, times };
}

function infeasible(problem: WarpProblem, bounds: KnotBounds, knot: number, reason: string): Infeasibility {
  const atEnd = !problem.subsequence && (knot === 0 || knot === bounds.lower.length - 1);
  const fromBand = bounds.lowerFromBand[knot] === 1 || bounds.upperFromBand[knot] === 1;
  const constraint = fromBand ? 'band' : atEnd ? 'endpoints' : 'slopes';
  return { constraint, knot, reason: `knot ${knot} (${constraint}): ${reason}` };
}
