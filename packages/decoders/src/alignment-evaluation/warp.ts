import { InvalidArgumentError } from '@rubato/core';
import type { PiecewiseLinearWarp } from '@rubato/core/warp';
import { findInterval, shareOfInterval, timeAtShare } from '@rubato/core/warp';
import { checkNumber, inWords, isList, refuse } from '../check.ts';

/** The largest magnitude of a position or time: integrals of squares stay finite. */
export const LARGEST_TIME = 1e100;

/** Refuses what is no warp, and one whose times decrease. */
export function checkWarp(argument: string, warp: PiecewiseLinearWarp): void {
  if (typeof warp !== 'object' || warp === null) refuse(argument, warp, 'a warp { positions, times }');
  const { positions, times } = warp;
  if (!isList(positions) || positions.length < 2) refuse(`${argument}.positions`, positions, 'a list of at least 2 numbers');
  if (!isList(times) || times.length !== positions.length) refuse(`${argument}.times`, times, `a list of ${positions.length} numbers`);
  for (let k = 0; k < positions.length; k++) {
    checkNumber(`${argument}.positions`, positions[k], -LARGEST_TIME, LARGEST_TIME, [k]);
    checkNumber(`${argument}.times`, times[k], -LARGEST_TIME, LARGEST_TIME, [k]);
    if (k === 0) continue;
    if (positions[k] <= positions[k - 1]) refuse(`${argument}.positions`, positions[k], `a number above ${positions[k - 1]}`, [k]);
    if (times[k] < times[k - 1]) refuse(`${argument}.times`, times[k], `a number of at least ${times[k - 1]}`, [k]);
  }
}

/**
 * Where a warp sends positions: linear between the knots, exact at them.
 *
 * @param warp knots, positions strictly increasing
 * @param positions within the first and the last knot's
 * @throws InvalidArgumentError for a warp that is none, and for a position outside it: a warp says nothing there
 *
 * @example
 * ```ts
 * import { warpPositions } from '@rubato/decoders';
 * Array.from(warpPositions({ positions: [0, 1, 3], times: [10, 12, 13] }, [0, 0.5, 2, 3])); // → [10, 11, 12.5, 13]
 * ```
 */
export function warpPositions(warp: PiecewiseLinearWarp, positions: ArrayLike<number>): Float64Array {
  checkWarp('warp', warp);
  if (!isList(positions)) refuse('positions', positions, 'a list of numbers');
  const first = warp.positions[0];
  const last = warp.positions[warp.positions.length - 1];
  return Float64Array.from({ length: positions.length }, (_, i) => {
    const position = positions[i];
    if (!(position >= first && position <= last)) {
      const expected = `a number from ${first} to ${last}, where the warp is known`;
      throw new InvalidArgumentError({ argument: 'positions', index: [i], found: inWords(position), expected });
    }
    const k = findInterval(warp.positions, position);
    return timeAtShare(warp, k, shareOfInterval(warp, k, position));
  });
}
