import type { TimeErrorOptions } from './error-span.ts';
import { errorSpan } from './error-span.ts';
import type { PiecewiseLinearWarp } from './warp.ts';
import { findInterval, shareOfInterval, timeAtShare } from './warp.ts';

/** A stretch between neighbouring knots of both warps: the error is a straight line. */
export interface ErrorStretch {
  /** Its share of all that is measured. */
  readonly share: number;
  /** The error, predicted minus true time, where it begins and where it ends. */
  readonly a: number;
  readonly b: number;
  /** The interval of the predicted warp, and where on it the stretch begins and ends, from 0 to 1. */
  readonly knot: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The difference of two warps, cut at the knots of both: stretches from left to right on which it is straight. What is integrated over
 * them is exact, nothing is sampled.
 *
 * @param predicted a warp, positions strictly increasing; it is not checked
 * @param truth likewise
 * @throws InvalidArgumentError for a span that not both of them cover
 *
 * @example
 * ```ts
 * import { errorStretches } from '@rubato/core/warp';
 * const predicted = { positions: [0, 2, 4], times: [1, 1, 5] };
 * const stretches = errorStretches(predicted, { positions: [0, 4], times: [0, 4] }, {});
 * stretches.map(({ share, a, b }) => [share, a, b]); // → [[0.5, 1, -1], [0.5, -1, 1]]
 * ```
 */
export function errorStretches(
  predicted: PiecewiseLinearWarp,
  truth: PiecewiseLinearWarp,
  options: TimeErrorOptions,
): readonly ErrorStretch[] {
  const { from, to } = errorSpan(predicted, truth, options);
  const stretches: ErrorStretch[] = [];
  let i = findInterval(predicted.positions, from);
  let j = findInterval(truth.positions, from);
  let position = from;
  let start = shareOfInterval(predicted, i, from);
  let a = timeAtShare(predicted, i, start) - timeAtShare(truth, j, shareOfInterval(truth, j, from));
  while (position < to) {
    const next = Math.min(predicted.positions[i + 1], truth.positions[j + 1], to);
    const end = shareOfInterval(predicted, i, next);
    const b = timeAtShare(predicted, i, end) - timeAtShare(truth, j, shareOfInterval(truth, j, next));
    stretches.push({ share: (next - position) / (to - from), a, b, knot: i, start, end });
    start = end;
    if (predicted.positions[i + 1] === next && next < to) {
      i++;
      start = 0;
    }
    if (truth.positions[j + 1] === next && next < to) j++;
    position = next;
    a = b;
  }
  return stretches;
}

/** Where a line from a to b changes its sign, from 0 to 1; 1 where it does not. */
export function signChange(a: number, b: number): number {
  return a < 0 === b < 0 || b === 0 ? 1 : Math.abs(a) / (Math.abs(a) + Math.abs(b));
}

/** The mean magnitude of a line from a to b: half of |a| + |b|, or of (a² + b²)/(|a| + |b|) where it changes its sign. */
export function meanMagnitude(a: number, b: number): number {
  const turn = signChange(a, b);
  // Shares of the sum before products: a tiny error would underflow.
  return turn === 1 ? (Math.abs(a) + Math.abs(b)) / 2 : (Math.abs(a) * turn + Math.abs(b) * (1 - turn)) / 2;
}
