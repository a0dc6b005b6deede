import type { RandomGenerator } from '@rubato/core';
import { createRandom } from '@rubato/core';
import { drawBetween, drawNormal, drawOne } from './draw.ts';
import type { Piece, Recording } from './piece.ts';
import type { Note } from './slice.ts';

const SCALE = [0, 2, 4, 5, 7, 9, 11];
/** In beats: sixteenths, eighths, quarters. */
const DURATIONS = [0.25, 0.25, 0.5, 0.5, 0.5, 1];
const STEPS = [-4, -2, -2, -1, -1, -1, 1, 1, 1, 2, 2, 3];
/** Degrees of the scale, from C1. */
const LOWEST_VOICES = [28, 21, 14];
const SUBJECT_BEATS = 8;
const SECONDS_PER_BEAT = 0.5;
/** Hands are not quite together: seconds. */
const SPREAD = 0.02;
/** Some notes of half a beat or more are played as trills, which no score tells. */
const TRILL_PROBABILITY = 0.15;
const TRILL_SECONDS = 0.07;

/** A voice in beats, by degrees of the scale. */
interface VoiceNote {
  readonly degree: number;
  readonly start: number;
  readonly duration: number;
}

/**
 * Pieces for those without recordings: a subject that three voices take up one after another, each going on in counterpoint of its own, and
 * a performance whose tempo swings by up to 35 % in phrases, with accents, with trills, and with notes that are not quite together.
 *
 * @param seed the same seed gives the same pieces
 * @param beats of each piece
 */
export function composePieces(seed: number, count: number, beats: number): Piece[] {
  return Array.from({ length: count }, (_, k) => {
    const random = createRandom(seed * 1_000_003 + k);
    const score = composeScore(random, beats);
    const name = `piece ${k + 1}`;
    return {
      name,
      performances: [{ score: { ...score, name: `${name}, score` }, performance: perform(random, score, `${name}, performance`) }],
    };
  });
}

function composeScore(random: RandomGenerator, beats: number): Recording {
  const tonic = Math.floor(drawBetween(random, 0, 12));
  const subject = composeVoice(random, 0, SUBJECT_BEATS, 2);
  const notes: Note[] = LOWEST_VOICES.flatMap((lowest, voice) => {
    const entry = voice * SUBJECT_BEATS;
    // An answer stands a fifth above.
    const answer = subject.map((note) => ({ ...note, degree: note.degree + (voice === 1 ? 4 : 0), start: note.start + entry }));
    const rest = composeVoice(random, entry + SUBJECT_BEATS, beats, 2);
    return [...answer, ...rest].flatMap(({ degree, start, duration }) => {
      const place = lowest + degree;
      const pitch = 24 + tonic + 12 * Math.floor(place / SCALE.length) + SCALE[place % SCALE.length];
      const end = (start + duration) * SECONDS_PER_BEAT;
      return start < beats ? [{ pitch, start: start * SECONDS_PER_BEAT, end, velocity: 80 }] : [];
    });
  });
  return {
    name: 'score',
    notes: notes.toSorted((a, b) => a.start - b.start || a.pitch - b.pitch),
    beats: Array.from({ length: beats + 1 }, (_, b) => b * SECONDS_PER_BEAT),
  };
}

/** A walk over ten degrees of the scale. */
function composeVoice(random: RandomGenerator, from: number, to: number, first: number): VoiceNote[] {
  const notes: VoiceNote[] = [];
  let degree = first;
  for (let start = from; start < to;) {
    const duration = Math.min(to - start, drawOne(random, DURATIONS));
    notes.push({ degree, start, duration });
    start += duration;
    degree += drawOne(random, STEPS);
    if (degree < 0 || degree > 9) degree = drawOne(random, [2, 4, 6]);
  }
  return notes;
}

function perform(random: RandomGenerator, { notes, beats }: Recording, name: string): Recording {
  const tempo = drawBetween(random, 0.8, 1.3);
  const waves = [drawBetween(random, 6, 10), drawBetween(random, 14, 30)].map((period) => ({
    pace: (2 * Math.PI) / (period * SECONDS_PER_BEAT),
    phase: drawBetween(random, 0, 2 * Math.PI),
    depth: drawBetween(random, 0.08, 0.175),
  }));
  /** The integral of a pace that swings around the tempo: it always moves on. */
  const timeOf = (second: number): number => {
    const swing = waves.reduce(
      (sum, { pace, phase, depth }) => sum + (depth / pace) * (Math.sin(pace * second + phase) - Math.sin(phase)),
      0,
    );
    return tempo * (second + swing);
  };
  const played = notes.flatMap(({ pitch, start, end }): Note[] => {
    const onset = Math.max(0, timeOf(start) + SPREAD * Math.max(-2, Math.min(2, drawNormal(random))));
    const held = (timeOf(end) - timeOf(start)) * drawBetween(random, 0.7, 1.05);
    const velocity = Math.round(drawBetween(random, 45, 105));
    const isTrill = end - start >= SECONDS_PER_BEAT / 2 && random() < TRILL_PROBABILITY;
    const strokes = isTrill ? Math.max(1, Math.floor(held / TRILL_SECONDS)) : 1;
    return Array.from({ length: strokes }, (_, k) => {
      const from = onset + (k * held) / strokes;
      return { pitch: pitch + 2 * (k % 2), start: from, end: from + held / strokes, velocity };
    });
  });
  return { name, notes: played, beats: beats.map(timeOf) };
}
