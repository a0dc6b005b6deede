import type { WarpProblem } from './warp-problem.ts';

/** The last element. */
export const last = (list: Float64Array): number => list[list.length - 1];

/** How long x is over how long y is. */
export const durationRatio = ({ x, y }: WarpProblem): number => (last(x.times) - x.times[0]) / (last(y.times) - y.times[0]);

/**
 * The times t_i of a problem's knots, on y's axis: `[m]`.
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, knotTimes } from '@rubato/gdtw';
 * const signal = createSignal([0, 1], { times: [10, 12] });
 * Array.from(knotTimes(createWarpProblem({ x: signal, y: signal, lambda: 1, knots: 3 }))); // → [10, 11, 12]
 * ```
 */
export function knotTimes({ y, knots }: WarpProblem): Float64Array {
  if (knots === 'observations') return y.times.slice();
  const first = y.times[0];
  const end = last(y.times);
  const times = new Float64Array(knots);
  for (let i = 0; i < knots; i++) times[i] = first + (i / (knots - 1)) * (end - first);
  times[knots - 1] = end;
  return times;
}

/** From each time to the next. */
export function intervalsOf(times: Float64Array): Float64Array {
  const intervals = new Float64Array(times.length - 1);
  for (let j = 0; j < intervals.length; j++) intervals[j] = times[j + 1] - times[j];
  return intervals;
}

/** The weights of the trapezoidal rule: half of the intervals on both sides. */
export function trapezoidWeights(times: Float64Array): Float64Array {
  const weights = new Float64Array(times.length);
  for (let i = 1; i < times.length; i++) {
    const half = (times[i] - times[i - 1]) / 2;
    weights[i - 1] += half;
    weights[i] += half;
  }
  return weights;
}
