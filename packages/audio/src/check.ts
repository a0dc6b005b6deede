import { MemoryLimitError, runAtOnce } from '@rubato/core';
import { refuse } from '@rubato/core/check';

export { checkOptions, checkWhole, checkWord, refuse } from '@rubato/core/check';

/** Refuses unless `value` is a number from `least` to `most`, ends included, `Infinity` too where it is an end. */
export function checkNumber(argument: string, value: unknown, least: number, most: number, index?: readonly number[]): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  return refuse(argument, value, `a number from ${least} to ${most}`, index);
}

/** A signal of one channel. */
export type Samples = Float32Array | Float64Array;

/** The largest magnitude of a sample: squares and sums of squares stay far from the end of float32. */
export const LARGEST_SAMPLE = 1e9;

/** Whether a value is a signal, of another page or context too. */
const isSamples = (value: unknown): value is Samples =>
  ArrayBuffer.isView(value) && /Float(32|64)Array/.test(Object.prototype.toString.call(value));

/** Refuses what is no signal, and an empty one; samples are not looked at. */
export function checkSignal(argument: string, samples: unknown): Samples {
  if (!isSamples(samples)) return refuse(argument, samples, 'a Float32Array or a Float64Array');
  return samples.length > 0 ? samples : refuse(argument, samples, 'at least one sample');
}

/** Some tenths of a millisecond. */
const SAMPLES_AT_A_TIME = 2 ** 16;

/** Refuses any sample that is not a number of a magnitude up to 1e9; yields 0 now and then. */
export function* checkValues(argument: string, samples: Samples): Generator<number, void, void> {
  for (let from = 0; from < samples.length; from += SAMPLES_AT_A_TIME) {
    const to = Math.min(samples.length, from + SAMPLES_AT_A_TIME);
    for (let i = from; i < to; i++) {
      if (!(Math.abs(samples[i]) <= LARGEST_SAMPLE)) checkNumber(argument, samples[i], -LARGEST_SAMPLE, LARGEST_SAMPLE, [i]);
    }
    yield 0;
  }
}

/** Refuses an empty signal, and any sample that is not a number of a magnitude up to 1e9. */
export function checkSamples(argument: string, given: unknown): Samples {
  const samples = checkSignal(argument, given);
  runAtOnce(checkValues(argument, samples));
  return samples;
}

/** What every function that allocates by its arguments takes. */
export interface MemoryOptions {
  /** The most bytes that the result, and tables made for it, may have, checked before they are allocated. Default 4 GiB. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 2 ** 32;

export const checkMaxBytes = ({ maxBytes = DEFAULT_MAX_BYTES }: MemoryOptions, argument: string = 'options'): number =>
  checkNumber(`${argument}.maxBytes`, maxBytes, 0, Infinity);

/** @throws MemoryLimitError where a result is too large */
export function checkMemory(what: string, bytes: number, options: MemoryOptions): void {
  const maxBytes = checkMaxBytes(options);
  if (bytes > maxBytes) throw new MemoryLimitError(what, bytes, maxBytes);
}

/** Sample rates from telephones' lowest to far beyond the studio's highest, in Hz. */
export const checkSampleRate = (argument: string, value: unknown): number => checkNumber(argument, value, 100, 1e6);

/** Rubato's rate for music analysis, in Hz. */
export const DEFAULT_SAMPLE_RATE = 22_050;
