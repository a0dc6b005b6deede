import { checkNumber, checkOptions, refuse } from '../check/arguments.ts';
import type { PiecewiseLinearWarp } from './warp.ts';

/** Where the error of a warp is measured, in the unit of positions: both warps must reach so far. */
export interface TimeErrorOptions {
  /** Default: the truth's first position. */
  readonly from?: number;
  /** Above `from`. Default: the truth's last position. */
  readonly to?: number;
}

/**
 * What is measured. Who asked for more than both warps have is blamed: an option, or the truth where there is none.
 *
 * @throws InvalidArgumentError for a span that not both warps cover
 */
export function errorSpan(
  { positions: predicted }: PiecewiseLinearWarp,
  { positions: truth }: PiecewiseLinearWarp,
  options: TimeErrorOptions,
): Required<TimeErrorOptions> {
  checkOptions(options, ['from', 'to']);
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
  const { from = truth[0], to = truth[end] } = options;
  for (const [name, value] of [
    ['from', from],
    ['to', to],
  ] as const) {
    // prettier-ignore
    checkNumber(`options.${name}`, value, Math.max(least, truth[0]), Math.min(most, truth[end]));
  }
  if (to > from) return { from, to };
  return options.to === undefined
    ? refuse('options.from', from, `a number below ${to}`)
    : refuse('options.to', to, `a number above ${from}`);
}
