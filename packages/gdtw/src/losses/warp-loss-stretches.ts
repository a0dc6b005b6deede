import { checkNumber, checkOptions, refuse } from '../check.ts';
import { findInterval } from '../signal/signal.ts';
import type { PiecewiseLinearWarp } from './warp-loss.ts';
import { checkWarp } from './warp-loss.ts';

/** Where the error of a warp is measured, in the unit of positions, y's time: both warps must reach so far. */
export interface TimeErrorOptions {
  /** Default: the truth's first position. */
  readonly from?: number;
  /** Above `from`. Default: the truth's last position. */
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
 * @throws InvalidArgumentError for a warp that is none, and for a span that not both of them cover
 */
export function errorLine(predicted: PiecewiseLinearWarp, truth: PiecewiseLinearWarp, options: TimeErrorOptions): ErrorLine {
  const one = checkWarp('predicted', predicted);
  const other = checkWarp('truth', truth);
  checkOptions(options, ['from', 'to'], 'options');
  const { from, to } = spanOf(one.positions, other.positions, options);

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

/** What is measured. Who asked for more than both warps have is blamed: an option, or the truth where there is none. */
function spanOf(predicted: Float64Array, truth: Float64Array, options: TimeErrorOptions): Required<TimeErrorOptions> {
  const end = truth.length - 1;
  const [least, most] = [predicted[0], predicted[predicted.length - 1]];
  if (options.from === undefined && truth[0] < least) {
    refuse('truth.positions', truth[0], `at least ${least}, where predicted begins, or options.from`, [0]);
  }
  if (options.to === undefined && truth[end] > most) {
    refuse('truth.positions', truth[end], `at most ${most}, where predicted ends, or options.to`, [end]);
  }
  if (truth[0] >= most) refuse('truth.positions', truth[0], `a number below ${most}, where predicted ends`, [0]);
  if (truth[end] <= least) refuse('truth.positions', truth[end], `a number above ${least}, where predicted begins`, [end]);
  const both = { least: Math.max(least, truth[0]), most: Math.min(most, truth[end]) };
  const { from = truth[0], to = truth[end] } = options;
  checkNumber('options.from', from, both);
  checkNumber('options.to', to, both);
  if (to > from) return { from, to };
  return options.to === undefined
    ? refuse('options.from', from, `a number below ${to}`)
    : refuse('options.to', to, `a number above ${from}`);
}
