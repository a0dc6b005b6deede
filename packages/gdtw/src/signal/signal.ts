import { LARGEST_FEATURE, LARGEST_MAGNITUDE } from '@rubato/core';
import { findInterval } from '@rubato/core/warp';
import { checkNumber, checkNumbers, checkOptions, checkWhole, isList, refuse } from '../check.ts';
import { dividedDifference, sag, sagSlope } from './cubic.ts';

export { findInterval };

/** How a signal runs between observations: straight lines, or cubics with a continuous slope. */
export type SignalInterpolation = 'linear' | 'cubic';

/** A signal in continuous time: observations, and what is between them. */
export interface Signal {
  /** N observation times, strictly increasing, in any unit. */
  readonly times: Float64Array;
  /** `[N, channels]`, row by row. */
  readonly values: Float64Array;
  readonly channels: number;
  readonly interpolation: SignalInterpolation;
}

export interface SignalOptions {
  /** Observation times. Default: 0, 1, 2, … */
  readonly times?: ArrayLike<number>;
  /** How many numbers of a flat list belong to an observation. Default: 1. */
  readonly channels?: number;
  /** Straight lines, or cubics whose slope at an observation is that of the parabola through it and its neighbours. Default: `linear`. */
  readonly interpolation?: SignalInterpolation;
}

/** Neighbouring observations must be this far apart, as a share of the whole: else slopes lose all digits. */
const LEAST_GAP = 1e-12;

/**
 * A signal from observations: `x(t) = x_k + u·(x_{k+1} - x_k)` between them, with `u = (t - t_k)/h` and `h = t_{k+1} - t_k`.
 *
 * `cubic` subtracts `h²·u·(1 - u)·((1 - u)·c_k + u·c_{k+1})`, where c_k is the second divided difference of observations k - 1, k and
 * k + 1 (at the ends the neighbour's; 0 where there are only two): the cubic Hermite interpolant with three-point (Bessel) tangents, on
 * even times Catmull-Rom. Its slope is continuous, its curvature jumps at observations; it is exact for parabolas, and may overshoot.
 * Sources: Overhauser 1968; Catmull & Rom 1974; de Boor, "A Practical Guide to Splines", 1978, chapter IV.
 *
 * @param values N rows, or a flat list of `N·channels` numbers; at least 2 observations. They are copied.
 * @throws InvalidArgumentError for fewer than 2 observations, ragged rows, times that do not increase, numbers that are none
 *
 * @example
 * ```ts
 * import { createSignal, evaluateSignal } from '@rubato/gdtw';
 * const signal = createSignal([[0, 1], [2, 1], [2, 5]], { times: [10, 11, 13] });
 * Array.from(evaluateSignal(signal, 12)); // → [2, 3]
 * const parabola = createSignal([0, 1, 9, 16], { times: [0, 1, 3, 4], interpolation: 'cubic' });
 * evaluateSignal(parabola, 2)[0]; // → 4
 * ```
 */
export function createSignal(values: ArrayLike<number> | ArrayLike<ArrayLike<number>>, options: SignalOptions = {}): Signal {
  checkOptions(options, ['times', 'channels', 'interpolation'], 'options');
  const { interpolation = 'linear' } = options;
  if (interpolation !== 'linear' && interpolation !== 'cubic') refuse('options.interpolation', interpolation, 'linear or cubic');
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
  return { times: checkTimes(options.times, length), values: flat, channels, interpolation };
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

/** Refuses what is no signal. */
export function checkSignal(argument: string, signal: Signal): void {
  const { times, values, channels, interpolation } = signal ?? {};
  const fits = times instanceof Float64Array && values instanceof Float64Array && values.length === times.length * channels;
  if (!fits || times.length < 2 || (interpolation !== 'linear' && interpolation !== 'cubic'))
    refuse(argument, signal, 'a signal that createSignal made');
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

/** The same, into `out` from `offset`; less `origin`, one number a channel, which is taken off before digits are lost. */
export function interpolateInto(signal: Signal, time: number, out: Float64Array, offset: number, origin?: Float64Array): Float64Array {
  const { times, values, channels, interpolation } = signal;
  const k = findInterval(times, time);
  const length = times[k + 1] - times[k];
  const share = Math.min(1, Math.max(0, (time - times[k]) / length));
  for (let c = 0; c < channels; c++) {
    const zero = origin?.[c] ?? 0;
    const a = values[k * channels + c] - zero;
    const b = values[(k + 1) * channels + c] - zero;
    // Exact at both ends.
    out[offset + c] = share === 1 ? b : a + share * (b - a);
    if (interpolation === 'linear') continue;
    out[offset + c] -= sag(1, share, dividedDifference(signal, k, c, length), dividedDifference(signal, k + 1, c, length));
  }
  return out;
}

/** The slope of one channel at a time within a segment. */
export function signalSlope(signal: Signal, segment: number, channel: number, time: number): number {
  const { times, values, channels, interpolation } = signal;
  const length = times[segment + 1] - times[segment];
  const at = segment * channels + channel;
  const rise = values[at + channels] - values[at];
  if (interpolation === 'linear') return rise / length;
  const share = (time - times[segment]) / length;
  const c0 = dividedDifference(signal, segment, channel, length);
  const c1 = dividedDifference(signal, segment + 1, channel, length);
  return (rise - sagSlope(1, share, c0, c1)) / length;
}
