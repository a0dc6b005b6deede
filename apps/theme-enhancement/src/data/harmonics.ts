import { PITCH_CLASSES } from '../shared-data/theme.ts';
import { BIN_COUNT } from './spectrum.ts';

/** Semitones from a pitch to its harmonics 0.5, 1, 2, 3, 4, 5, rounded. */
const OFFSETS = [-12, 0, 12, 19, 24, 28];

/** Frames before and after one that are heard with it. */
const REACH = 2;

/** Pitch bins: the two octaves of themes. The lowest one lies an octave above the lowest bin of the spectrum. */
export const PITCHES = 24;

/** Numbers of a pitch bin in a frame: six harmonics in five frames. */
export const CHANNELS: number = OFFSETS.length * (2 * REACH + 1);

/** Loudness grows with the logarithm of magnitude. */
const GAIN = 5;

/**
 * What the network hears, [frames, PITCHES, CHANNELS], made from a spectrum [frames, BIN_COUNT]: beside each pitch bin stand the
 * logarithmic magnitudes at its harmonics, in its frame and in the neighbours (zero beyond the ends), so that a timbre looks the same
 * at every pitch. The published network has the harmonics as channels too; it sees the neighbours by its convolutions.
 */
export function stackHarmonics(spectrum: Float32Array, frames: number): Float32Array {
  const loudness = spectrum.map((magnitude) => Math.log1p(GAIN * magnitude));
  const stacked = new Float32Array(frames * PITCHES * CHANNELS);
  for (let n = 0; n < frames; n++) {
    for (let distance = -REACH; distance <= REACH; distance++) {
      if (n + distance < 0 || n + distance >= frames) continue;
      const from = (n + distance) * BIN_COUNT + 12;
      for (let pitch = 0; pitch < PITCHES; pitch++) {
        const to = (n * PITCHES + pitch) * CHANNELS + (distance + REACH) * OFFSETS.length;
        for (let k = 0; k < OFFSETS.length; k++) stacked[to + k] = loudness[from + pitch + OFFSETS[k]];
      }
    }
  }
  return stacked;
}

/** The number, of a pitch bin's numbers, that is its fundamental in the middle frame. */
const FUNDAMENTAL = REACH * OFFSETS.length + OFFSETS.indexOf(0);

/**
 * What the spectrum says by itself, [frames, 12]: the loudness of each pitch class's fundamentals, as shares of their sum. What a network
 * knows beyond this it has learned.
 */
export function loudnessOfClasses(inputs: Float32Array, frames: number): Float32Array {
  const shares = new Float32Array(frames * PITCH_CLASSES);
  for (let n = 0; n < frames; n++) {
    const row = shares.subarray(n * PITCH_CLASSES, (n + 1) * PITCH_CLASSES);
    // The lowest pitch bin is a C.
    for (let pitch = 0; pitch < PITCHES; pitch++) row[pitch % PITCH_CLASSES] += inputs[(n * PITCHES + pitch) * CHANNELS + FUNDAMENTAL];
    const sum = row.reduce((total, loudness) => total + loudness, 0);
    for (let k = 0; k < PITCH_CLASSES; k++) row[k] = sum > 0 ? row[k] / sum : 1 / PITCH_CLASSES;
  }
  return shares;
}
