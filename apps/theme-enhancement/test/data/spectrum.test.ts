import { createRandom } from '@rubato/core';
import { expect, it } from 'vitest';
import { CHANNELS, loudnessOfClasses, PITCHES, stackHarmonics } from '../../src/data/harmonics.ts';
import { BIN_COUNT, renderSpectrum } from '../../src/data/spectrum.ts';

/** Bin of a pitch: the spectrum begins at C3. */
const binOf = (pitch: number): number => pitch - 48;
const note = { pitch: 64, start: 1, end: 2 };
const voice = { notes: [note], timbre: [1, 0, 0.5], loudness: 1 };
const FRAMES = 30;
const spectrum = renderSpectrum(createRandom(1), [voice], FRAMES, 10);
const at = (frame: number, pitch: number): number => spectrum[frame * BIN_COUNT + binOf(pitch)];

it('puts the partials of a note where they belong, and noise elsewhere', () => {
  // The third partial is an octave and a fifth above.
  expect(at(12, 64)).toBeGreaterThan(0.3);
  expect(at(12, 83)).toBeGreaterThan(0.1);
  for (const pitch of [58, 70, 76, 90]) expect(at(12, pitch)).toBeLessThan(0.12);
  for (const frame of [5, 25]) expect(at(frame, 64)).toBeLessThan(0.12);
});

it('lets notes fall, and end before their time', () => {
  const mean = (frames: readonly number[]): number => frames.reduce((sum, frame) => sum + at(frame, 64), 0) / frames.length;
  expect(mean([11, 12, 13])).toBeGreaterThan(mean([15, 16, 17]));
  expect(at(20, 64)).toBeLessThan(0.12);
});

it('stacks harmonics and neighbours beside each pitch', () => {
  const stacked = stackHarmonics(spectrum, FRAMES);
  expect(stacked).toHaveLength(FRAMES * PITCHES * CHANNELS);
  const number = (frame: number, pitch: number, distance: number, harmonic: number): number =>
    stacked[(frame * PITCHES + pitch - 60) * CHANNELS + (distance + 2) * 6 + harmonic];
  // Harmonics 0.5, 1, 2, 3, 4, 5 are so many semitones away.
  [-12, 0, 12, 19, 24, 28].forEach((offset, harmonic) => {
    for (const distance of [-2, 0, 1]) {
      expect(number(12, 64, distance, harmonic)).toBeCloseTo(Math.log1p(5 * at(12 + distance, 64 + offset)), 5);
    }
  });
  expect(number(0, 64, -1, 1)).toBe(0);
  expect(number(FRAMES - 1, 64, 1, 1)).toBe(0);
});

it('knows the loudest pitch class without any training', () => {
  const loudness = loudnessOfClasses(stackHarmonics(spectrum, FRAMES), FRAMES);
  const row = [...loudness.subarray(12 * 12, 13 * 12)];
  expect(row.indexOf(Math.max(...row))).toBe(64 % 12);
  expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});
