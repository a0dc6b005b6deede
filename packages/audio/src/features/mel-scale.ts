import { checkWord, checkNumber } from '../check.ts';

/**
 * `slaney`: `3f/200` below 1 kHz, `15 + 27·log(f/1000)/log(6.4)` from there on (Slaney, Auditory Toolbox, 1998). `htk`:
 * `2595·log10(1 + f/700)` (O'Shaughnessy 1987; the HTK Book).
 */
export type MelScale = 'slaney' | 'htk';

export const melScales: readonly MelScale[] = ['slaney', 'htk'];

// Slaney: 15 mels of 200/3 Hz each up to 1 kHz, then 27 for each factor of 6.4.
const LINEAR_HZ = 200 / 3;
const LOG_START_HZ = 1000;
const LOG_START_MEL = LOG_START_HZ / LINEAR_HZ;
const LOG_STEP = Math.log(6.4) / 27;

const LARGEST_FREQUENCY = 1e6;

/**
 * The mels of a frequency: `3f/200` below 1 kHz, `15 + 27·log(f/1000)/log(6.4)` from there on; on HTK's scale `2595·log10(1 + f/700)`.
 *
 * @param frequency f in Hz
 * @param scale `slaney` (default) or `htk`
 * @throws InvalidArgumentError for a frequency outside [0, 1e6]
 *
 * Source: Slaney, Auditory Toolbox, 1998; the HTK Book.
 *
 * @example
 * ```ts
 * import { frequencyToMel } from '@rubato/audio';
 * frequencyToMel(600); // → 9
 * Math.round(frequencyToMel(1000, 'htk')); // → 1000
 * ```
 */
export function frequencyToMel(frequency: number, scale: MelScale = 'slaney'): number {
  checkNumber('frequency', frequency, 0, LARGEST_FREQUENCY);
  if (checkWord('scale', scale, melScales) === 'htk') return 2595 * Math.log10(1 + frequency / 700);
  return frequency < LOG_START_HZ ? frequency / LINEAR_HZ : LOG_START_MEL + Math.log(frequency / LOG_START_HZ) / LOG_STEP;
}

/**
 * The frequency in Hz of m mels, the inverse of {@link frequencyToMel}: `200m/3` below 15 mels, `1000·6.4^((m - 15)/27)` from there on; on
 * HTK's scale `700·(10^(m/2595) - 1)`.
 *
 * @param mel m
 * @param scale `slaney` (default) or `htk`
 * @throws InvalidArgumentError for mels outside [0, 1e4]
 *
 * Source: Slaney, Auditory Toolbox, 1998; the HTK Book.
 *
 * @example
 * ```ts
 * import { melToFrequency } from '@rubato/audio';
 * melToFrequency(42); // → 6400
 * ```
 */
export function melToFrequency(mel: number, scale: MelScale = 'slaney'): number {
  checkNumber('mel', mel, 0, 1e4);
  if (checkWord('scale', scale, melScales) === 'htk') return 700 * (10 ** (mel / 2595) - 1);
  return mel < LOG_START_MEL ? mel * LINEAR_HZ : LOG_START_HZ * Math.exp((mel - LOG_START_MEL) * LOG_STEP);
}
