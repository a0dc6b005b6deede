/**
 * A piecewise linear map of one time axis to another: through the knots `(positions[k], times[k])`, straight between neighbours.
 * Positions increase strictly. Any units, seconds or beats.
 */
export interface PiecewiseLinearWarp {
  readonly positions: ArrayLike<number>;
  readonly times: ArrayLike<number>;
}

/** The interval `[k, k + 1]` of knots in which a position lies, by bisection; the first or last where it lies outside. */
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

/** Where on the interval `[k, k + 1]` a position lies, from 0 to 1. */
export function shareOfInterval({ positions }: PiecewiseLinearWarp, k: number, position: number): number {
  return (position - positions[k]) / (positions[k + 1] - positions[k]);
}

/** The time at a share of the interval `[k, k + 1]`, exact at both knots. */
export function timeAtShare({ times }: PiecewiseLinearWarp, k: number, share: number): number {
  return share === 1 ? times[k + 1] : times[k] + share * (times[k + 1] - times[k]);
}
