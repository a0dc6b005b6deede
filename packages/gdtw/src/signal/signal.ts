import { LARGEST_FEATURE, LARGEST_MAGNITUDE } from '@rubato/core';
import { checkNumber, checkNumbers, checkOptions, checkWhole, isList, refuse } from '../check.ts';

/** A signal in continuous time: straight lines between observations. */
export interface Signal {
  /** N observation times, strictly increasing, in any unit. */
  readonly times: Float64Array;
  /** `[N, channels]`, row by row. */
  readonly values: Float64Array;
  readonly channels: number;
}

export interface SignalOptions {
  /** Observation times. Default: 0, 1, 2, … */
  readonly times?: ArrayLike<number>;
  /** How many numbers of a flat list belong to an observation. Default: 1. */
  readonly channels?: number;
}

/** Neighbouring observations must be this far apart, as a share of the whole: else slopes lose all digits. */
const LEAST_GAP = 1e-12;

/**
 * A signal from observations: `x(t) = x_k + (t - t_k)/(t_{k+1} - t_k)·(x_{k+1} - x_k)` between them.
 *
 * @param values N rows, or a flat list of `N·channels` numbers; at least 2 observations. They are copied.
 * @throws InvalidArgumentError for fewer than 2 observations, ragged rows, times that do not increase, numbers that are none
 *
 * @example
 * ```ts
 * import { createSignal, evaluateSignal } from '@rubato/gdtw';
 * const signal = createSignal([[0, 1], [2, 1], [2, 5]], { times: [10, 11, 13] });
 * Array.from(evaluateSignal(signal, 12)); // → [2, 3]
 * ```
 */
export function createSignal(values: ArrayLike<number> | ArrayLike<ArrayLike<number>>, options: SignalOptions = {}): Signal {
  checkOptions(options, ['times', 'channels'], 'options');
  if (!isList(values)) refuse('values', values, 'a list of observations');
  const rows = isList(values[0]);
  const channels = rows
    ? checkWhole('values[0].length', (values[0] as ArrayLike<number>).length, 1, 1e9)
    : checkWhole('options.channels', options.channels ?? 1, 1, 1e9);
  const length = rows ? values.length : values.length / channels;
  if (!Number.isInteger(length) || length < 2) refuse('values', values, `at least 2 observations of ${channels} numbers`);
  const flat = new Float64Array(length * channels);
  for (let n = 0; n < length; n++) {
    const row = rows ? values[n] : undefined;
    if (rows && (!isList(row) || row.length !== channels)) refuse('values', row, `a list of ${channels} numbers`, [n]);
    for (let c = 0; c < channels; c++) {
      const value = rows ? (row as ArrayLike<number>)[c] : values[n * channels + c];
      flat[n * channels + c] = checkNumber('values', value, { least: -LARGEST_FEATURE, most: LARGEST_FEATURE }, [n, c]);
    }
  }
  return { times: checkTimes(options.times, length), values: flat, channels };
}

function checkTimes(given: ArrayLike<number> | undefined, length: number): Float64Array {
  if (given === undefined) return Float64Array.from({ length }, (_, n) => n);
  const times = checkNumbers('options.times', given, length, { least: -LARGEST_MAGNITUDE, most: LARGEST_MAGNITUDE });
  const gap = LEAST_GAP * (times[length - 1] - times[0]);
  for (let n = 1; n < length; n++) {
    if (!(times[n] > times[n - 1])) refuse('options.times', times[n], `a number above ${times[n - 1]}`, [n]);
    if (times[n] - times[n - 1] < gap) refuse('options.times', times[n], `at least ${gap} behind ${times[n - 1]}`, [n]);
  }
  return times;
}

/** The interval `[k, k + 1]` of observations in which a time lies, by bisection; the last one for the last time. */
export function findInterval(times: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * What a signal is at a time: one number a channel; outside its times, what it is at the nearest end.
 *
 * @throws InvalidArgumentError for a time that is not a number
 *
 * @example
 * ```ts
 * import { createSignal, evaluateSignal } from '@rubato/gdtw';
 * evaluateSignal(createSignal([0, 4]), 0.25)[0]; // → 1
 * ```
 */
export function evaluateSignal(signal: Signal, time: number): Float64Array {
  checkNumber('time', time, { least: -Infinity, most: Infinity });
  return interpolateInto(signal, time, new Float64Array(signal.channels), 0);
}

/** The same, into `out` from `offset`. */
export function interpolateInto({ times, values, channels }: Signal, time: number, out: Float64Array, offset: number): Float64Array {
  const k = findInterval(times, time);
  const share = Math.min(1, Math.max(0, (time - times[k]) / (times[k + 1] - times[k])));
  for (let c = 0; c < channels; c++) {
    const a = values[k * channels + c];
    const b = values[(k + 1) * channels + c];
    // Exact at both ends.
    out[offset + c] = share === 1 ? b : a + share * (b - a);
  }
  return out;
}
