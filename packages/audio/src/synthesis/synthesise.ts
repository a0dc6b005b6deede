import { createRandom, runAtOnce, runInSlices, TimeSlices } from '@rubato/core';
import type { Note } from '../midi/midi-file.ts';
import type { RunOptions } from '../run-options.ts';
import { checkRunOptions } from '../run-options.ts';
import type { SynthesiseOptions, Synthesis } from './synthesis-options.ts';
import { checkSynthesis, voiceNote } from './synthesis-options.ts';
import { createVoice } from './voice.ts';

/** Yields how many samples of notes were made since the last yield. */
function* synthesisSteps(synthesis: Synthesis): Generator<number, Float32Array, void> {
  const { notes, sampleRate, timbre, seed, peak, length } = synthesis;
  const samples = new Float32Array(length);
  const add = createVoice(timbre, sampleRate, createRandom(seed));
  for (const note of notes) {
    yield 0;
    const heard = voiceNote(synthesis, note);
    if (heard !== undefined) yield* add(heard, samples);
  }
  yield* scaleToPeak(samples, peak);
  return samples;
}

/** Some tenths of a millisecond. */
const SAMPLES_AT_A_TIME = 2 ** 16;

/** Yields 0 now and then. */
function* scaleToPeak(samples: Float32Array, peak: number): Generator<number, void, void> {
  let largest = 0;
  for (let from = 0; from < samples.length; from += SAMPLES_AT_A_TIME) {
    const to = Math.min(samples.length, from + SAMPLES_AT_A_TIME);
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(samples[i]));
    yield 0;
  }
  if (largest === 0) return;
  // Rounding to float32 must not lift the peak above itself.
  const factor = (peak / largest) * (1 - 2 ** -23);
  for (let from = 0; from < samples.length; from += SAMPLES_AT_A_TIME) {
    const to = Math.min(samples.length, from + SAMPLES_AT_A_TIME);
    for (let i = from; i < to; i++) samples[i] *= factor;
    yield 0;
  }
}

/**
 * Sound from notes: each is a sum of sinusoids, `(velocity/127)²·Σ_k a_k·exp(-t/τ_k)·sin(2πf_k·t + φ_k)`, under an attack and a release,
 * with a stroke's noise. The sum of all notes is scaled to its peak, so that nothing clips. Partials at half the sample rate and
 * above are left out, so that nothing aliases. The same notes, options and seed give the same samples.
 *
 * It takes one complex product for each partial of each sample of each note: `sampleRate·partials·Σ(end - start + release)` in all, less
 * where partials have faded by 100 dB. For many long notes, see {@link synthesiseInSlices}.
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
  return runAtOnce(synthesisSteps(runAtOnce(checkSynthesis(notes, options))));
}

/**
 * {@link synthesise} for many long notes: the same samples, but the event loop runs every 10 ms or so, the work can be stopped, and it
 * says how far it is.
 *
 * @param notes as for `synthesise`; they are not copied, and must stay as they are until the promise settles
 * @param options as for `synthesise`
 * @param run `signal` stops the work; `onProgress` is told samples of all notes together, done and in total
 * @returns what `synthesise` returns
 * @throws as `synthesise`; the signal's reason on abort
 *
 * Source: as of `synthesise`.
 *
 * @example
 * ```ts
 * import { synthesiseInSlices } from '@rubato/audio';
 * const samples = await synthesiseInSlices([{ start: 0, end: 1, pitch: 69, velocity: 80 }], { duration: 1 });
 * samples.length; // → 22050
 * ```
 */
export async function synthesiseInSlices(
  notes: readonly Note[],
  options: SynthesiseOptions = {},
  run: RunOptions = {},
): Promise<Float32Array> {
  const checked = checkRunOptions(run, 'run');
  const { signal } = checked;
  signal?.throwIfAborted();
  // How much there is to do is known when the notes are checked: until then there is nothing to report.
  const synthesis = await new TimeSlices({ total: 0, ...(signal && { signal }) }).run(checkSynthesis(notes, options));
  return runInSlices(synthesisSteps(synthesis), { total: synthesis.work, ...checked });
}
