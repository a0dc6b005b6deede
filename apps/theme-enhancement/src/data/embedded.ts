import { createRandom, InvalidArgumentError } from '@rubato/core';
import { composeAccompaniment, composeTheme } from './compose.ts';
import type { Note } from './compose.ts';
import { drawBetween } from './draw.ts';
import type { DataSet, Example } from './example.ts';
import { CHANNELS, PITCHES, stackHarmonics } from './harmonics.ts';
import { renderSpectrum } from './spectrum.ts';
import { targetsOf } from './targets.ts';
import { drawTempo } from './tempo.ts';
import { drawAccompanimentTimbre, drawThemeTimbre } from './timbre.ts';

const FRAMES_PER_SECOND = 12;
const LEAST_NOTES = 9;
const MOST_NOTES = 14;

/** How many themes each set has. */
export interface EmbeddedSizes {
  readonly training: number;
  readonly validation: number;
  readonly test: number;
}

/** The most themes of a set: 2.3 GB of what the network hears. Their seeds stay apart from those of the other sets. */
export const MOST_THEMES = 10_000;

export const embeddedSizes: EmbeddedSizes = { training: 64, validation: 16, test: 32 };

/**
 * Themes for those without recordings: composed, played and written down as spectra by formulas, so that it is known which note sounds when.
 * Each theme is played by an instrument of its own over an accompaniment of chords in its range, with a tempo of its own; every set has
 * themes that no other set has.
 *
 * @param seed the same seed gives the same numbers
 * @throws InvalidArgumentError for a set without themes or with more than 10,000
 */
export function embeddedData(seed: number, sizes: EmbeddedSizes = embeddedSizes): DataSet {
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isInteger(size) && size >= 1 && size <= MOST_THEMES) continue;
    throw new InvalidArgumentError({ argument: `sizes.${name}`, found: String(size), expected: `a whole number from 1 to ${MOST_THEMES}` });
  }
  // Seeds a stride apart: every theme of every set has its own.
  const themes = (name: string, first: number, count: number): Example[] =>
    Array.from({ length: count }, (_, k) => makeExample(`${name} ${k + 1}`, seed * 1_000_003 + first + k));
  return {
    name: 'synthesised themes',
    frameShape: [PITCHES, CHANNELS],
    framesPerSecond: FRAMES_PER_SECOND,
    training: themes('training theme', 0, sizes.training),
    validation: themes('validation theme', 100_000, sizes.validation),
    test: themes('test theme', 200_000, sizes.test),
  };
}

function makeExample(name: string, seed: number): Example {
  const random = createRandom(seed);
  const noteCount = Math.floor(drawBetween(random, LEAST_NOTES, MOST_NOTES + 1));
  const inBeats = composeTheme(random, noteCount);
  const beats = inBeats[noteCount - 1].end;
  const tempo = drawTempo(random);
  const inSeconds = (notes: readonly Note[]): Note[] =>
    notes.map(({ pitch, start, end }) => ({ pitch, start: tempo(start), end: tempo(end) }));
  const notes = inSeconds(inBeats);
  const frames = Math.floor(tempo(beats) * FRAMES_PER_SECOND);
  const theme = { notes, timbre: drawThemeTimbre(random), loudness: 1 };
  const accompaniment = {
    notes: inSeconds(composeAccompaniment(random, beats)),
    timbre: drawAccompanimentTimbre(random),
    loudness: drawBetween(random, 0.6, 1.1),
  };
  const spectrum = renderSpectrum(random, [theme, accompaniment], frames, FRAMES_PER_SECOND);
  return { name, inputs: stackHarmonics(spectrum, frames), ...targetsOf(notes, frames, FRAMES_PER_SECOND) };
}
