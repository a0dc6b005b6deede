import type { RandomGenerator } from '@rubato/core';
import { HIGHEST_THEME_PITCH, LOWEST_THEME_PITCH } from './compose.ts';
import type { Note } from './compose.ts';
import { drawBetween } from './draw.ts';
import type { Timbre } from './timbre.ts';

/** Semitones of the spectrum: from an octave below the lowest theme note to the fifth harmonic of the highest. */
const LOWEST_BIN: number = LOWEST_THEME_PITCH - 12;
export const BIN_COUNT: number = HIGHEST_THEME_PITCH + 28 - LOWEST_BIN + 1;

/** Width of a partial's peak in semitones: its neighbours get a tenth of it. */
const LEAKAGE = 0.46;
/** How far a peak reaches, in bins. */
const REACH = 2;
/** Seconds in which a note falls to 37 %. */
const DECAY = 1.2;
/** The part of a note that sounds; the rest of it is left silent, so that repeated notes are apart. */
const SOUNDING = 0.88;
/** What a frame hears of itself and of its neighbours. */
const BLUR = [0.2, 0.6, 0.2];

export interface Voice {
  /** Times in seconds. */
  readonly notes: readonly Note[];
  readonly timbre: Timbre;
  readonly loudness: number;
}

/**
 * A magnitude spectrum over semitones, [frames, BIN_COUNT], like a constant-Q transform's, written down directly instead of computed
 * from sound: every partial of a note adds a bell of its amplitude around its pitch, louder or softer note by note and decaying; phases are
 * ignored. Frames blur into their neighbours, and each bin has noise, relative and absolute.
 */
export function renderSpectrum(random: RandomGenerator, voices: readonly Voice[], frames: number, framesPerSecond: number): Float32Array {
  const clean = new Float32Array(frames * BIN_COUNT);
  for (const voice of voices) for (const note of voice.notes) addNote(random, clean, voice, note, frames, framesPerSecond);
  return addNoise(random, blur(clean, frames));
}

function addNote(
  random: RandomGenerator,
  spectrum: Float32Array,
  { timbre, loudness }: Voice,
  note: Note,
  frames: number,
  framesPerSecond: number,
): void {
  const stroke = loudness * drawBetween(random, 0.6, 1.4);
  const end = note.start + SOUNDING * (note.end - note.start);
  // The frame n stands for its middle, (n + 1/2) / framesPerSecond.
  const first = Math.max(0, Math.ceil(note.start * framesPerSecond - 0.5));
  for (let n = first; n < frames && (n + 0.5) / framesPerSecond < end; n++) {
    const level = stroke * Math.exp(-((n + 0.5) / framesPerSecond - note.start) / DECAY);
    for (let k = 0; k < timbre.length; k++) addPartial(spectrum, n, note.pitch + 12 * Math.log2(k + 1), level * timbre[k]);
  }
}

function addPartial(spectrum: Float32Array, frame: number, pitch: number, amplitude: number): void {
  const centre = Math.round(pitch);
  for (let semitone = centre - REACH; semitone <= centre + REACH; semitone++) {
    const bin = semitone - LOWEST_BIN;
    if (bin < 0 || bin >= BIN_COUNT) continue;
    const distance = (semitone - pitch) / LEAKAGE;
    spectrum[frame * BIN_COUNT + bin] += amplitude * Math.exp(-0.5 * distance * distance);
  }
}

function blur(clean: Float32Array, frames: number): Float32Array {
  const blurred = new Float32Array(clean.length);
  for (let n = 0; n < frames; n++) {
    for (let k = 0; k < BLUR.length; k++) {
      // The first and the last frame stand in for what is beyond them.
      const from = Math.min(Math.max(n + k - 1, 0), frames - 1) * BIN_COUNT;
      for (let bin = 0; bin < BIN_COUNT; bin++) blurred[n * BIN_COUNT + bin] += BLUR[k] * clean[from + bin];
    }
  }
  return blurred;
}

function addNoise(random: RandomGenerator, spectrum: Float32Array): Float32Array {
  return spectrum.map((magnitude) => magnitude * drawBetween(random, 0.7, 1.3) + drawBetween(random, 0, 0.12));
}
