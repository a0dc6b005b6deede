import { checkNumber, checkOptions, refuse } from '../check.ts';
import { findInterval } from '../signal/signal.ts';
import type { PiecewiseLinearWarp } from './warp-loss.ts';
import { checkWarp } from './warp-loss.ts';

/** Where the error of a warp is measured. */
export interface TimeErrorOptions {
  /** Default: the truth's first position. */
  readonly from?: number;
  /** Default: the truth's last position. */
  readonly to?: number;
}

/** A stretch between neighbouring knots of both warps: the error is a straight line. */
export interface Stretch {
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

/** The error of a warp in stretches that are straight, from left to right; and how many knots the warp has. */
export interface ErrorLine {
  readonly stretches: readonly Stretch[];
  readonly count: number;
}

/**
 * The difference of two warps, cut at the knots of both.
 *
 * @throws InvalidArgumentError for a warp that is none or does not reach from `from` to `to`
 */
export function errorLine(predicted: PiecewiseLinearWarp, truth: PiecewiseLinearWarp, options: TimeErrorOptions): ErrorLine {
  const one = checkWarp('predicted', predicted);
  const other = checkWarp('truth', truth);
  checkOptions(options, ['from', 'to'], 'options');
  const { from = other.positions[0], to = other.positions[other.positions.length - 1] } = options;
  checkNumber('options.from', from, { least: -Infinity, most: Infinity });
  checkNumber('options.to', to, { least: -Infinity, most: Infinity });
  if (!(to > from)) refuse('options.to', to, `a number above ${from}`);
  checkReach('predicted', one.positions, from, to);
  checkReach('truth', other.positions, from, to);

  const stretches: Stretch[] = [];
  let i = findInterval(one.positions, from);
  let j = findInterval(other.positions, from);
  let position = from;
  let start = shareOf(one.positions, i, from);
  let a = timeAt(one.times, i, start) - timeAt(other.times, j, shareOf(other.positions, j, from));
  while (position < to) {
    const next = Math.min(one.positions[i + 1], other.positions[j + 1], to);
    const end = shareOf(one.positions, i, next);
    const b = timeAt(one.times, i, end) - timeAt(other.times, j, shareOf(other.positions, j, next));
    stretches.push({ share: (next - position) / (to - from), a, b, knot: i, start, end });
    start = end;
    if (one.positions[i + 1] === next && next < to) {
      i++;
      start = 0;
    }
    if (other.positions[j + 1] === next && next < to) j++;
    position = next;
    a = b;
  }
  return { stretches, count: one.positions.length };
}

const shareOf = (positions: Float64Array, k: number, position: number): number =>
  (position - positions[k]) / (positions[k + 1] - positions[k]);

/** Exact at both knots. */
const timeAt = (times: Float64Array, k: number, share: number): number =>
  share === 1 ? times[k + 1] : times[k] + share * (times[k + 1] - times[k]);

function checkReach(argument: string, positions: Float64Array, from: number, to: number): void {
  if (positions[0] <= from && positions[positions.length - 1] >= to) return;
  refuse(`${argument}.positions`, positions, `knots from ${from} or before to ${to} or behind`);
}
