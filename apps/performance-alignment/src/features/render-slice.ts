import type { Timbre } from '@rubato/audio';
import { synthesise, timbres } from '@rubato/audio';
import type { PerformedScore } from '../data/piece.ts';
import type { SlicePlan } from '../data/plan-slices.ts';
import { FRAMES_PER_SECOND } from '../data/slice.ts';
import type { Note } from '../data/slice.ts';
import { HOP_LENGTH, SAMPLE_RATE } from './feature-kind.ts';

/** Sound of both sides of a slice, with some frames before and behind it. */
export interface RenderedSlice {
  readonly score: Float32Array;
  readonly performance: Float32Array;
}

/** Frames of sound on both sides of a slice: half of the longest window lies there. */
export const MARGIN = 4;
/** Notes that began at most so long before that sound are heard to decay; older ones begin there. Seconds. */
export const LEAD = 2;

/** A score is heard from a plain instrument, a performance from one with stiff strings, strokes and a faster decay. */
const scoreTimbre: Timbre = {
  ...timbres.piano,
  partials: [1, 0.35, 0.15, 0.08, 0.04],
  inharmonicity: 0,
  detuning: 0,
  noise: 0,
  decay: 0.6,
};
const performanceTimbre: Timbre = { ...timbres.piano, decay: 1.1, noise: 0.25 };

/** The part of a recording that a slice is, its notes in seconds of a tempo of its own. */
interface Part {
  readonly notes: readonly Note[];
  readonly from: number;
  readonly to: number;
  /** Seconds of the recording per second of sound. */
  readonly tempo: number;
}

/** What is played: notes in seconds of the sound, and its length, the lead included. */
export interface PlayedPart {
  readonly notes: readonly Note[];
  readonly duration: number;
}

/** All that the sound of a slice is made of, but for a seed. */
export interface PlayedSlice {
  readonly score: PlayedPart;
  readonly performance: PlayedPart;
}

/** What is played for a slice. */
export function playedSlice(pair: PerformedScore, plan: SlicePlan): PlayedSlice {
  const { score, performance } = partsOf(pair, plan);
  return { score: playedPart(score), performance: playedPart(performance) };
}

/** The sound of a slice, both sides equally long, in different timbres. The same seed gives the same samples. */
export function renderSlice({ score, performance }: PlayedSlice, seed: number): RenderedSlice {
  return { score: render(score, scoreTimbre, seed), performance: render(performance, performanceTimbre, seed + 1) };
}

/** The notes of both sides that sound within a slice, in frames from its beginning. */
export function notesOf(pair: PerformedScore, plan: SlicePlan): { readonly score: Note[]; readonly performance: Note[] } {
  const inFrames = ({ notes, from, to, tempo }: Part): Note[] =>
    notes
      .filter(({ start, end }) => end > from && start < to)
      .map((note) => ({
        ...note,
        start: (Math.max(0, note.start - from) / tempo) * FRAMES_PER_SECOND,
        end: (Math.min(to - from, note.end - from) / tempo) * FRAMES_PER_SECOND,
      }));
  const { score, performance } = partsOf(pair, plan);
  return { score: inFrames(score), performance: inFrames(performance) };
}

function partsOf(
  { score, performance }: PerformedScore,
  { from, to, scoreFrom, scoreTo }: SlicePlan,
): Record<'score' | 'performance', Part> {
  return {
    score: { notes: score.notes, from: scoreFrom, to: scoreTo, tempo: (scoreTo - scoreFrom) / (to - from) },
    performance: { notes: performance.notes, from, to, tempo: 1 },
  };
}

function playedPart({ notes, from, to, tempo }: Part): PlayedPart {
  const margin = (MARGIN * HOP_LENGTH) / SAMPLE_RATE;
  const origin = from / tempo - margin - LEAD;
  const duration = LEAD + (to - from) / tempo + 2 * margin;
  const heard = notes.flatMap((note): Note[] => {
    const start = Math.max(0, note.start / tempo - origin);
    const end = Math.min(duration, note.end / tempo - origin);
    return end > start ? [{ ...note, start, end }] : [];
  });
  return { notes: heard, duration };
}

function render({ notes, duration }: PlayedPart, timbre: Timbre, seed: number): Float32Array {
  const samples = synthesise(notes, { sampleRate: SAMPLE_RATE, timbre, seed, duration });
  return samples.subarray(LEAD * SAMPLE_RATE);
}
