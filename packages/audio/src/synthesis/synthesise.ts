import { createRandom } from '@rubato/core';
import { checkMemory, checkNumber, checkOptions, checkSampleRate, checkWhole, DEFAULT_SAMPLE_RATE, refuse } from '../check.ts';
import type { MemoryOptions } from '../check.ts';
import { pitchFrequency } from '../features/pitch.ts';
import type { Note } from '../midi/midi-file.ts';
import type { Timbre, TimbreName } from './timbre.ts';
import { resolveTimbre } from './timbre.ts';
import { createVoice } from './voice.ts';

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

/** About 11 days. */
const LATEST = 1e6;

function checkNotes(notes: unknown): readonly Note[] {
  if (!Array.isArray(notes)) return refuse('notes', notes, 'a list of notes');
  for (let i = 0; i < notes.length; i++) {
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

/**
 * Sound from notes: each is a sum of sinusoids, `(velocity/127)²·Σ_k a_k·exp(-t/τ_k)·sin(2πf_k·t + φ_k)`, under an attack and a release,
 * with a stroke's noise. The sum of all notes is scaled to its peak, so that nothing clips. Partials at half the sample rate and
 * above are left out, so that nothing aliases. The same notes, options and seed give the same samples.
 *
 * It takes one complex product for each partial of each sample of each note: `sampleRate·partials·Σ(end - start + release)` in all, less
 * where partials have faded by 100 dB. It cannot be stopped: for many long notes, run it in a worker.
 *
 * @param notes in any order; pitches need not be whole
 * @returns one channel; all 0 where no note sounds
 * @throws InvalidArgumentError for notes or options out of range, and for no notes at all where no `duration` is given
 * @throws MemoryLimitError where the result has more than `maxBytes`
 *
 * Source of the velocity's square: Dannenberg, "The interpretation of MIDI velocity", ICMC 2006.
 *
 * @example
 * ```ts
 * import { synthesise } from '@rubato/audio';
 * const samples = synthesise([{ start: 0, end: 1, pitch: 69, velocity: 80 }], { timbre: 'organ', duration: 1 });
 * samples.length; // → 22050
 * Math.max(...samples.map(Math.abs)) <= 0.9; // → true
 * ```
 */
export function synthesise(notes: readonly Note[], options: SynthesiseOptions = {}): Float32Array {
  checkOptions(options, optionNames);
  const { sampleRate = DEFAULT_SAMPLE_RATE, tuning = 440, seed = 0, peak = 0.9 } = options;
  checkSampleRate('options.sampleRate', sampleRate);
  checkNumber('options.tuning', tuning, 100, 2000);
  checkWhole('options.seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkNumber('options.peak', peak, 0, 1);
  const timbre = resolveTimbre(options.timbre ?? 'piano');
  const checked = checkNotes(notes);
  if (checked.length === 0 && options.duration === undefined) refuse('notes', notes, 'at least one note, or a duration');
  const lastEnd = checked.reduce((last, { end }) => Math.max(last, end), 0);
  const duration = checkNumber('options.duration', options.duration ?? lastEnd + timbre.release, 0, 2 * LATEST);
  const length = Math.ceil(duration * sampleRate);
  checkMemory(`a sound of ${duration} seconds`, length * Float32Array.BYTES_PER_ELEMENT, options);
  const samples = new Float32Array(length);
  const add = createVoice(timbre, sampleRate, createRandom(seed));
  for (const { start, end, pitch, velocity } of checked) {
    const first = Math.round(start * sampleRate);
    if (first >= length || velocity === 0) continue;
    const frequency = pitchFrequency(pitch, tuning) / sampleRate;
    add({ start: first, held: (end - start) * sampleRate, frequency, amplitude: (velocity / 127) ** 2 }, samples);
  }
  scaleToPeak(samples, peak);
  return samples;
}

function scaleToPeak(samples: Float32Array, peak: number): void {
  let largest = 0;
  for (const sample of samples) largest = Math.max(largest, Math.abs(sample));
  if (largest === 0) return;
  // Rounding to float32 must not lift the peak above itself.
  const factor = (peak / largest) * (1 - 2 ** -23);
  for (let i = 0; i < samples.length; i++) samples[i] *= factor;
}
