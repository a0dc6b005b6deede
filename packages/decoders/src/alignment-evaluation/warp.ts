import { InvalidArgumentError } from '@rubato/core';
import { checkNumber, inWords, isList, refuse } from '../check.ts';

/**
 * A piecewise linear map of one time axis to another: through the knots `(positions[k], times[k])`, straight between neighbours.
 * Positions increase strictly; times never decrease. Any units, seconds or beats; magnitudes up to 10¹⁰⁰.
 */
export interface PiecewiseLinearWarp {
  readonly positions: ArrayLike<number>;
  readonly times: ArrayLike<number>;
}

/** The largest magnitude of a position or time: integrals of squares stay finite. */
export const LARGEST_TIME = 1e100;

/** Refuses what is no warp. */
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

/** The interval `[k, k + 1]` of knots in which a position lies, by bisection; the last where it is the last knot. */
export function findInterval(positions: ArrayLike<number>, position: number): number {
  let low = 0;
  let high = positions.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (positions[middle] <= position) low = middle;
    else high = middle;
  }
  return low;
}

/** The time at a position of the interval `[k, k + 1]`, exact at both knots. */
export function interpolate({ positions, times }: PiecewiseLinearWarp, k: number, position: number): number {
  if (position >= positions[k + 1]) return times[k + 1];
  const share = (position - positions[k]) / (positions[k + 1] - positions[k]);
  return times[k] + share * (times[k + 1] - times[k]);
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
    return interpolate(warp, findInterval(warp.positions, position), position);
  });
}
