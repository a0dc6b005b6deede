import type { RandomGenerator } from '@rubato/core';
import { drawBetween, drawOne } from './draw.ts';

/** A sounding note; times in beats or in seconds, pitch in semitones as MIDI counts them (60 is middle C). */
export interface Note {
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
}

/** Two octaves for themes, from C4; accompaniments come from below and reach into them. */
export const LOWEST_THEME_PITCH = 60;
export const HIGHEST_THEME_PITCH = 83;
const LOWEST_ACCOMPANIMENT_PITCH = 52;
const HIGHEST_ACCOMPANIMENT_PITCH = 76;

const BEATS = [0.5, 0.5, 0.75, 1, 1, 1.5, 2];
const STEPS = [-7, -5, -4, -3, -2, -2, -1, 1, 2, 2, 3, 4, 5, 7];
const REPEAT_PROBABILITY = 0.1;
const REST_PROBABILITY = 0.08;

/**
 * A random theme: a walk over two octaves with notes of half a beat to two beats, some repeated at once, and rests of half a beat
 * or one between some of them. Times in beats.
 */
export function composeTheme(random: RandomGenerator, noteCount: number): Note[] {
  const notes: Note[] = [];
  let beat = 0;
  let pitch = Math.floor(drawBetween(random, LOWEST_THEME_PITCH + 5, HIGHEST_THEME_PITCH - 5));
  while (notes.length < noteCount) {
    if (random() < REST_PROBABILITY) beat += drawOne(random, [0.5, 1]);
    if (notes.length > 0 && random() >= REPEAT_PROBABILITY) {
      const moved = pitch + drawOne(random, STEPS);
      const fits = moved >= LOWEST_THEME_PITCH && moved <= HIGHEST_THEME_PITCH;
      // What would leave the range goes the other way: no step is longer than half of it.
      pitch = fits ? moved : 2 * pitch - moved;
    }
    const end = beat + drawOne(random, BEATS);
    notes.push({ pitch, start: beat, end });
    beat = end;
  }
  return notes;
}

/** Chords of two or three random notes that change every one to three beats, `beats` long, whatever the theme does. Times in beats. */
export function composeAccompaniment(random: RandomGenerator, beats: number): Note[] {
  const notes: Note[] = [];
  for (let start = 0; start < beats;) {
    const end = Math.min(beats, start + drawOne(random, [1, 2, 3]));
    const count = drawOne(random, [2, 3]);
    for (let k = 0; k < count; k++) {
      notes.push({ pitch: Math.floor(drawBetween(random, LOWEST_ACCOMPANIMENT_PITCH, HIGHEST_ACCOMPANIMENT_PITCH + 1)), start, end });
    }
    start = end;
  }
  return notes;
}
