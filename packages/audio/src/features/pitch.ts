import { checkNumber, checkWhole, refuse } from '../check.ts';

/** Which pitches a feature looks at. */
export interface PitchOptions {
  /** The frequency of pitch 69, A4, in Hz. Default 440. */
  readonly tuning?: number;
  /** The lowest MIDI pitch. Default 24, C1. */
  readonly lowestPitch?: number;
  /** The highest MIDI pitch. Default 107, B7, or the highest whose semitone lies below half the sample rate. */
  readonly highestPitch?: number;
}

export const pitchOptionNames: readonly string[] = ['tuning', 'lowestPitch', 'highestPitch'];

/** C1. */
const LOWEST_PITCH = 24;

export interface PitchRange {
  readonly tuning: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * The frequency of a MIDI pitch in equal temperament: `tuning·2^((pitch - 69)/12)` Hz. Pitches need not be whole.
 *
 * @param tuning the frequency of pitch 69 in Hz, default 440
 * @throws InvalidArgumentError for a pitch outside [-1000, 1000], a tuning outside [100, 2000]
 *
 * @example
 * ```ts
 * import { pitchFrequency } from '@rubato/audio';
 * pitchFrequency(57); // → 220
 * ```
 */
export function pitchFrequency(pitch: number, tuning: number = 440): number {
  checkNumber('pitch', pitch, -1000, 1000);
  return checkNumber('tuning', tuning, 100, 2000) * 2 ** ((pitch - 69) / 12);
}

/** The pitch of a frequency above 0, not rounded: the inverse of {@link pitchFrequency}. */
const frequencyPitch = (frequency: number, tuning: number): number => 69 + 12 * Math.log2(frequency / tuning);

export function checkPitches(options: PitchOptions, sampleRate: number, argument: string): PitchRange {
  const tuning = checkNumber(`${argument}.tuning`, options.tuning ?? 440, 100, 2000);
  // A semitone reaches half a semitone above its centre.
  const most = Math.min(127, Math.floor(frequencyPitch(sampleRate / 2, tuning) - 0.5));
  if (options.lowestPitch === undefined && most < LOWEST_PITCH) {
    const least = Math.ceil(2 * pitchFrequency(LOWEST_PITCH + 0.5, tuning));
    refuse(`${argument}.sampleRate`, sampleRate, `at least ${least} for a tuning of ${tuning} Hz, or a lowestPitch below ${LOWEST_PITCH}`);
  }
  const lowest = checkWhole(`${argument}.lowestPitch`, options.lowestPitch ?? LOWEST_PITCH, 0, most);
  const highest = checkWhole(`${argument}.highestPitch`, options.highestPitch ?? Math.min(107, most), lowest, most);
  return { tuning, lowest, highest };
}
