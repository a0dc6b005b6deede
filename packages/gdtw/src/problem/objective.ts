import { checkNumbers } from '../check.ts';
import type { WarpFunctions } from '../losses/records.ts';
import { resolveSignalLoss, resolveWarpPenalty } from '../losses/records.ts';
import type { Signal } from '../signal/signal.ts';
import { findInterval, interpolateInto } from '../signal/signal.ts';
import { durationRatio, knotTimes, last, trapezoidWeights } from './knots.ts';
import type { WarpProblem } from './warp-problem.ts';

/** The two parts of an objective, in the caller's units. */
export interface WarpObjective {
  /** `signal + penalty`. */
  readonly value: number;
  /** `Σ w_i·L(x(φ_i) - y(t_i))`. */
  readonly signal: number;
  /** `Σ λ_j·R(slope_j - expectedSlope)·Δt_j`. */
  readonly penalty: number;
}

/**
 * What a warp costs, whether it meets the constraints or not.
 *
 * @param warp φ: m times of x
 * @throws InvalidArgumentError for a wrong length or a time outside x
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, warpObjective } from '@rubato/gdtw';
 * const x = createSignal([0, 2]);
 * const y = createSignal([0, 1]);
 * warpObjective(createWarpProblem({ x, y, lambda: 3 }), [0, 0.5]); // → { value: 0.75, signal: 0, penalty: 0.75 }
 * ```
 */
export function warpObjective(problem: WarpProblem, warp: ArrayLike<number>, functions: WarpFunctions = {}): WarpObjective {
  const { x, y, lambda } = problem;
  const times = knotTimes(problem);
  const phi = checkWarpValues(problem, warp);
  const loss = resolveSignalLoss(problem.signalLoss, functions);
  const penaltyOf = resolveWarpPenalty(problem.warpPenalty, functions);
  const expected = problem.expectedSlope ?? durationRatio(problem);
  const weights = trapezoidWeights(times);
  const difference = new Float64Array(x.channels);
  const target = new Float64Array(x.channels);
  const origin = new Float64Array(x.channels);
  let signal = 0;
  let penalty = 0;
  for (let i = 0; i < times.length; i++) {
    nearestObservation(x, phi[i], origin);
    interpolateInto(x, phi[i], difference, 0, origin);
    interpolateInto(y, times[i], target, 0, origin);
    for (let c = 0; c < target.length; c++) difference[c] -= target[c];
    signal += weights[i] * loss.record.value(difference, loss.parameter);
    if (i === 0) continue;
    const interval = times[i] - times[i - 1];
    const deviation = (phi[i] - phi[i - 1]) / interval - expected;
    if (lambda[i - 1] > 0) penalty += lambda[i - 1] * penaltyOf.record.value(deviation, penaltyOf.parameter) * interval;
  }
  return { value: signal + penalty, signal, penalty };
}

/** What both signals are measured from, so that a constant that they share costs no digits of their difference. */
function nearestObservation({ times, values, channels }: Signal, time: number, origin: Float64Array): void {
  const k = findInterval(times, time);
  const nearest = time - times[k] <= times[k + 1] - time ? k : k + 1;
  for (let c = 0; c < channels; c++) origin[c] = values[nearest * channels + c];
}

/** A copy of a warp of the right length within x's times; rounding at the ends is forgiven. */
export function checkWarpValues({ x, lambda }: WarpProblem, warp: ArrayLike<number>): Float64Array {
  const first = x.times[0];
  const end = last(x.times);
  const slack = 1e-9 * (end - first);
  const phi = checkNumbers('warp', warp, lambda.length + 1, { least: first - slack, most: end + slack });
  return phi.map((value) => Math.min(end, Math.max(first, value)));
}
