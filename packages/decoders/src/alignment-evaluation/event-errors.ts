import { InvalidArgumentError } from '@rubato/core';
import { checkNumber, isList, refuse } from '../check.ts';
import type { PiecewiseLinearWarp } from '@rubato/core/warp';
import { LARGEST_TIME, warpPositions } from './warp.ts';

/** How far a warp is from where annotated events are, in milliseconds. */
export interface EventErrors {
  readonly meanMilliseconds: number;
  readonly medianMilliseconds: number;
  readonly largestMilliseconds: number;
  /** `1000·(φ(position_i) - time_i)`: above 0 where the warp is late. */
  readonly milliseconds: Float64Array;
}

/**
 * The absolute error of an alignment at annotated events: the mean, median and largest of `1000·|φ(position_i) - time_i|`.
 *
 * @param warp in seconds on both axes, for example of `pathToWarp` with both frame rates
 * @param positions where each event stands on the warp's first axis, in seconds
 * @param times where it stands on the second
 * @throws InvalidArgumentError for lists of different lengths, no event, and an event outside the warp
 *
 * @example
 * ```ts
 * import { eventErrors } from '@rubato/decoders';
 * const warp = { positions: [0, 10], times: [0, 20] };
 * const { meanMilliseconds, medianMilliseconds } = eventErrors(warp, [1, 5, 9], [2, 10.5, 18.25]);
 * [meanMilliseconds, medianMilliseconds]; // → [250, 250]
 * ```
 */
export function eventErrors(warp: PiecewiseLinearWarp, positions: ArrayLike<number>, times: ArrayLike<number>): EventErrors {
  const warped = warpPositions(warp, positions);
  if (!isList(times) || times.length !== positions.length) refuse('times', times, `a list of ${positions.length} numbers`);
  if (positions.length === 0) throw new InvalidArgumentError({ argument: 'positions', found: 'empty', expected: 'at least one event' });
  const milliseconds = warped.map((time, i) => {
    checkNumber('times', times[i], -LARGEST_TIME, LARGEST_TIME, [i]);
    return 1000 * (time - times[i]);
  });
  const magnitudes = milliseconds.map(Math.abs).toSorted();
  const half = magnitudes.length >> 1;
  return {
    meanMilliseconds: magnitudes.reduce((sum, value) => sum + value, 0) / magnitudes.length,
    medianMilliseconds: magnitudes.length % 2 === 1 ? magnitudes[half] : (magnitudes[half - 1] + magnitudes[half]) / 2,
    largestMilliseconds: magnitudes[magnitudes.length - 1],
    milliseconds,
  };
}
