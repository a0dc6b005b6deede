import { createRandom } from '@rubato/core';

export const SAMPLE_RATE = 22_050;

/** A sum of sinusoids of amplitude `amplitude`, which all begin at their phase 1 radian. */
export function tones(frequencies: readonly number[], length: number, amplitude = 1, sampleRate = SAMPLE_RATE): Float64Array {
  return Float64Array.from({ length }, (_, n) =>
    frequencies.reduce((sum, frequency) => sum + amplitude * Math.cos(1 + (2 * Math.PI * frequency * n) / sampleRate), 0),
  );
}

/** Uniform noise in [-1, 1). */
export function noise(length: number, seed = 1): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => 2 * random() - 1);
}

/** The index of the largest number. */
export const largest = (values: Float32Array): number => values.indexOf(Math.max(...values));

/** Frame k of a sequence. */
export const frame = ({ data, bins }: { readonly data: Float32Array; readonly bins: number }, k: number): Float32Array =>
  data.subarray(k * bins, (k + 1) * bins);
