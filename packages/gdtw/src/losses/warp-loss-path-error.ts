import type { PiecewiseLinearWarp } from '@rubato/core/warp';
import { checkOptions, refuse } from '../check.ts';
import type { Signal } from '../signal/signal.ts';
import { checkSignal, findInterval, interpolateInto, signalSlope } from '../signal/signal.ts';
import { normLoss } from './signal-loss.ts';
import type { WarpLoss } from './warp-loss.ts';
import { checkWarp } from './warp-loss.ts';

export interface PathErrorOptions {
  /** The mean over the knots, or the largest. Default: `mean`. */
  readonly reduction?: 'mean' | 'largest';
}

/**
 * How far off a warp puts things in space, `1/m·Σ_i ‖p(φ_i) - q(t_i)‖` or `max_i ‖p(φ_i) - q(t_i)‖`, with its gradient by φ.
 *
 * p is where x was at each of its times, q where y truly was, in any number of coordinates: the localisation error of place recognition,
 * and the absolute trajectory error. Outside of p's times nothing moves. A knot that is exactly right counts 0 in the gradient; on an
 * observation of a straight p it is the slope behind it; of equally large errors it is the first.
 * Source: Xu, Garg, Milford & Gould, ICLR 2023, section 7.2.
 *
 * @param predicted m knots: times of p at times of q
 * @param trajectory p
 * @param truth q, with as many channels
 * @throws InvalidArgumentError for a warp that is none and for signals that do not fit
 *
 * @example
 * ```ts
 * import { createSignal, pathErrorLoss } from '@rubato/gdtw';
 * const trajectory = createSignal([[0, 0], [3, 4]]); // 5 metres in a second
 * const truth = createSignal([[0, 0], [3, 4]]);
 * const { value, gradient } = pathErrorLoss({ positions: [0, 1], times: [0.2, 1] }, trajectory, truth);
 * value; // → 0.5
 * Array.from(gradient); // → [2.5, 0]
 * ```
 */
export function pathErrorLoss(predicted: PiecewiseLinearWarp, trajectory: Signal, truth: Signal, options: PathErrorOptions = {}): WarpLoss {
  const { positions, times } = checkWarp('predicted', predicted);
  checkSignal('trajectory', trajectory);
  checkSignal('truth', truth);
  checkOptions(options, ['reduction'], 'options');
  const { reduction = 'mean' } = options;
  if (reduction !== 'mean' && reduction !== 'largest') refuse('options.reduction', reduction, 'mean or largest');
  const { channels } = trajectory;
  if (truth.channels !== channels) refuse('truth.channels', truth.channels, `${channels}, as the trajectory has`);
  const count = times.length;
  const gradient = new Float64Array(count);
  const offset = new Float64Array(channels);
  const place = new Float64Array(channels);
  let value = 0;
  let worst = 0;
  for (let i = 0; i < count; i++) {
    interpolateInto(trajectory, times[i], offset, 0);
    interpolateInto(truth, positions[i], place, 0);
    for (let c = 0; c < channels; c++) offset[c] -= place[c];
    const distance = normLoss.value(offset, 2);
    normLoss.gradient(offset, 2, place);
    gradient[i] = approach(trajectory, times[i], place);
    if (reduction === 'mean') value += distance / count;
    else if (distance > value) [value, worst] = [distance, i];
  }
  for (let i = 0; i < count; i++) {
    if (reduction === 'mean') gradient[i] /= count;
    else if (i !== worst) gradient[i] = 0;
  }
  return { value, gradient };
}

/** The derivative of a distance by the time on the trajectory; `away` is the direction in which the distance grows. */
function approach(trajectory: Signal, time: number, away: Float64Array): number {
  const { times } = trajectory;
  if (time < times[0] || time > times[times.length - 1]) return 0;
  const segment = findInterval(times, time);
  let sum = 0;
  for (let c = 0; c < away.length; c++) sum += away[c] * signalSlope(trajectory, segment, c, time);
  return sum;
}
