import { checkMemory, checkNumber, checkOptions, checkSampleRate, checkWhole, DEFAULT_SAMPLE_RATE, refuse } from '../check.ts';
import type { MemoryOptions } from '../check.ts';
import { pitchFrequency } from '../features/pitch.ts';
import type { Note } from '../midi/midi-file.ts';
import type { FullTimbre, Timbre, TimbreName } from './timbre.ts';
import { resolveTimbre } from './timbre.ts';
import type { VoiceNote } from './voice.ts';
import { samplesOf } from './voice.ts';

export interface SynthesiseOptions extends MemoryOptions {
  /** Samples per second. Default 22,050. */
  readonly sampleRate?: number;
  /** The instrument, by name or as data. Default `piano`. */
  readonly timbre?: TimbreName | Timbre;
  /** The frequency of pitch 69, A4, in Hz. Default 440. */
  readonly tuning?: number;
  /** What phases, detuning and noise are drawn from: a whole number. Default 0. */
  readonly seed?: number;
  /** The largest magnitude of the result. Default 0.9. */
  readonly peak?: number;
  /** Seconds of the result; notes are cut there. Default: until the last note has faded. */
  readonly duration?: number;
}

const optionNames = ['sampleRate', 'timbre', 'tuning', 'seed', 'peak', 'duration', 'maxBytes'];

/** Notes and options that are checked, with memory for the result. */
export interface Synthesis {
  readonly notes: readonly Note[];
  readonly sampleRate: number;
  readonly tuning: number;
  readonly timbre: FullTimbre;
  readonly seed: number;
  readonly peak: number;
  /** Samples of the result. */
  readonly length: number;
  /** Samples of all notes together. */
  readonly work: number;
}

/** About 11 days. */
const LATEST = 1e6;

/** Some tenths of a millisecond. */
const NOTES_AT_A_TIME = 1024;

/** Yields 0 now and then. */
export function* checkSynthesis(given: unknown, options: SynthesiseOptions): Generator<number, Synthesis, void> {
  checkOptions(options, optionNames);
  const { sampleRate = DEFAULT_SAMPLE_RATE, tuning = 440, seed = 0, peak = 0.9 } = options;
  checkSampleRate('options.sampleRate', sampleRate);
  checkNumber('options.tuning', tuning, 100, 2000);
  checkWhole('options.seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkNumber('options.peak', peak, 0, 1);
  const timbre = resolveTimbre(options.timbre ?? 'piano');
  const notes = yield* checkNotes(given);
  if (notes.length === 0 && options.duration === undefined) refuse('notes', notes, 'at least one note, or a duration');
  const lastEnd = notes.reduce((last, { end }) => Math.max(last, end), 0);
  const duration = checkNumber('options.duration', options.duration ?? lastEnd + timbre.release, 0, 2 * LATEST);
  const length = Math.ceil(duration * sampleRate);
  checkMemory(`a sound of ${duration} seconds`, length * Float32Array.BYTES_PER_ELEMENT, options);
  const synthesis = { notes, sampleRate, tuning, timbre, seed, peak, length };
  let work = 0;
  for (let i = 0; i < notes.length; i++) {
    if (i % NOTES_AT_A_TIME === 0) yield 0;
    const note = voiceNote(synthesis, notes[i]);
    if (note !== undefined) work += samplesOf(note, timbre.release * sampleRate, length);
  }
  return { ...synthesis, work };
}

function* checkNotes(notes: unknown): Generator<number, readonly Note[], void> {
  if (!Array.isArray(notes)) return refuse('notes', notes, 'a list of notes');
  for (let i = 0; i < notes.length; i++) {
    if (i % NOTES_AT_A_TIME === 0) yield 0;
    const note: unknown = notes[i];
    if (typeof note !== 'object' || note === null) return refuse('notes', note, 'a note', [i]);
    const { start, end, pitch, velocity } = note as Note;
    checkNumber(`notes[${i}].start`, start, 0, LATEST);
    checkNumber(`notes[${i}].end`, end, start, LATEST);
    checkNumber(`notes[${i}].pitch`, pitch, 0, 127);
    checkNumber(`notes[${i}].velocity`, velocity, 0, 127);
  }
  return notes as readonly Note[];
}

/** A note in samples; none where it is not heard. */
export function voiceNote({ sampleRate, tuning, length }: Omit<Synthesis, 'work'>, note: Note): VoiceNote | undefined {
  const { start, end, pitch, velocity } = note;
  const first = Math.round(start * sampleRate);
  if (first >= length || velocity === 0) return undefined;
  return {
    start: first,
    held: (end - start) * sampleRate,
    frequency: pitchFrequency(pitch, tuning) / sampleRate,
    amplitude: (velocity / 127) ** 2,
  };
}
