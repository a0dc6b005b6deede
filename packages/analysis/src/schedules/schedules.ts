import { checkAboveZero, checkOptions, refuse } from '../check.ts';

/** A number for each epoch, counted from 0; parts of an epoch may be asked for too. Any such function is a schedule. */
export type Schedule = (epoch: number) => number;

export interface TransitionOptions {
  /** The value in epoch 0, above 0. */
  readonly from: number;
  /** The value from epoch number `epochs` on, above 0. */
  readonly to: number;
  /** How many epochs the way takes, above 0. */
  readonly epochs: number;
}

/**
 * The same value in every epoch.
 *
 * @throws InvalidArgumentError for anything but a number above 0
 *
 * @example
 * ```ts
 * import { constantSchedule } from '@rubato/analysis';
 * constantSchedule(0.5)(7); // → 0.5
 * ```
 */
export function constantSchedule(value: number): Schedule {
  checkAboveZero('value', value);
  return () => value;
}

/**
 * By equal differences from one value to another: `from + (to - from)·min(epoch / epochs, 1)`.
 *
 * @throws InvalidArgumentError for anything but numbers above 0; the schedule throws it for an epoch below 0 or NaN
 *
 * @example
 * ```ts
 * import { linearSchedule } from '@rubato/analysis';
 * const schedule = linearSchedule({ from: 1, to: 0.2, epochs: 4 });
 * [0, 1, 4, 9].map(schedule); // → [1, 0.8, 0.2, 0.2]
 * ```
 */
export function linearSchedule(options: TransitionOptions): Schedule {
  checkTransition(options);
  const { from, to, epochs } = options;
  return (epoch) => {
    checkEpoch(epoch);
    return epoch < epochs ? from + (to - from) * (epoch / epochs) : to;
  };
}

/**
 * By equal ratios from one value to another: `from^(1 - t)·to^t` with `t = min(epoch / epochs, 1)`.
 *
 * For temperatures the natural way down: what counts is the ratio of differences of cost to γ.
 *
 * @throws InvalidArgumentError for anything but numbers above 0; the schedule throws it for an epoch below 0 or NaN
 *
 * @example
 * ```ts
 * import { exponentialSchedule } from '@rubato/analysis';
 * const schedule = exponentialSchedule({ from: 100, to: 1, epochs: 2 });
 * [0, 1, 2, 9].map(schedule); // → [100, 10, 1, 1]
 * ```
 */
export function exponentialSchedule(options: TransitionOptions): Schedule {
  checkTransition(options);
  const { from, to, epochs } = options;
  const [least, most] = [Math.min(from, to), Math.max(from, to)];
  return (epoch) => {
    checkEpoch(epoch);
    if (epoch >= epochs) return to;
    const t = epoch / epochs;
    // Not from·(to / from)^t: the ratio may leave the range of numbers where neither value nor any between them does.
    return Math.min(most, Math.max(least, from ** (1 - t) * to ** t));
  };
}

/** Epochs before the first have no value of their own, and NaN would pass for the last. */
function checkEpoch(epoch: unknown): void {
  if (!(typeof epoch === 'number' && epoch >= 0)) refuse('epoch', epoch, 'a number of at least 0');
}

function checkTransition(options: TransitionOptions): void {
  const names = ['from', 'to', 'epochs'] as const;
  checkOptions(options, names);
  for (const name of names) checkAboveZero(`options.${name}`, options[name]);
}
