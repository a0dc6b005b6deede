import { checkAboveZero, checkOptions } from '../check.ts';

/** A number for each epoch, counted from 0. Any such function is a schedule. */
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
 * @throws InvalidArgumentError for anything but numbers above 0
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
  return (epoch) => (epoch < epochs ? from + (to - from) * (epoch / epochs) : to);
}

/**
 * By equal ratios from one value to another: `from·(to / from)^min(epoch / epochs, 1)`.
 *
 * For temperatures the natural way down: what counts is the ratio of differences of cost to γ.
 *
 * @throws InvalidArgumentError for anything but numbers above 0
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
  return (epoch) => (epoch < epochs ? from * (to / from) ** (epoch / epochs) : to);
}

function checkTransition(options: TransitionOptions): void {
  const names = ['from', 'to', 'epochs'] as const;
  checkOptions(options, names);
  for (const name of names) checkAboveZero(`options.${name}`, options[name]);
}
