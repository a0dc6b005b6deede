import { checkWord, checkOptions } from '../check.ts';
import type { Samples } from '../check.ts';
import type { CompressionOptions } from './compression.ts';
import { compressionOptionNames, createFinish } from './compression.ts';
import type { ConstantQOptions } from './constant-q-spectrum.ts';
import { constantQOptionNames } from './constant-q-spectrum.ts';
import { checkConstantQ, createConstantQ } from './constant-q.ts';
import type { ExponentOptions } from './exponent.ts';
import { checkExponent, raise } from './exponent.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { runPlan } from './feature-plan.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { FrameSettings, SpectrumOptions } from './frame-options.ts';
import { checkFrames, checkSpectrum, spectrumOptionNames } from './frame-options.ts';
import type { PitchOptions } from './pitch.ts';
import { checkPitches, pitchFrequency, pitchOptionNames } from './pitch.ts';
import type { Spectrum } from './spectrum.ts';
import { createSpectrum, spectrumBytes } from './spectrum.ts';

/** Chroma of a short-time Fourier transform: fast, blurred at low pitches, where semitones are narrower than bins. */
export interface SpectrogramChromaOptions extends SpectrumOptions, PitchOptions, CompressionOptions, ExponentOptions {
  readonly source?: 'spectrogram';
}

/** Chroma of a constant-Q spectrum: every pitch is measured in a bandwidth of its own. */
export interface ConstantQChromaOptions extends ConstantQOptions {
  readonly source: 'constant-q';
}

export type ChromaOptions = SpectrogramChromaOptions | ConstantQChromaOptions;

const spectrogramNames = [...spectrumOptionNames, ...pitchOptionNames, ...compressionOptionNames, 'exponent', 'source'];
const constantQNames = [...constantQOptionNames, 'source'];

export function checkChromaOptions(options: ChromaOptions, argument: string = 'options', others: readonly string[] = []): void {
  const names = options?.source === 'constant-q' ? constantQNames : spectrogramNames;
  checkOptions(options, [...names, ...others], argument);
  checkWord(`${argument}.source`, options.source ?? 'spectrogram', ['spectrogram', 'constant-q']);
}

const PITCH_CLASSES = 12;

/** Powers by bin; pitch `lowest + p` has the bins `edges[p]` to `edges[p + 1]`. */
interface ChromaSource {
  readonly settings: FrameSettings;
  readonly lowest: number;
  readonly edges: Int32Array;
  readonly tableBytes: number;
  readonly create: () => Generator<number, Spectrum, void>;
}

export function planChroma(options: ChromaOptions, argument: string = 'options'): FeaturePlan {
  const finish = createFinish(options, argument);
  const exponent = checkExponent(options, argument);
  const source = options.source === 'constant-q' ? fromConstantQ(options, argument) : fromSpectrogram(options, argument);
  const { settings, lowest, edges, tableBytes } = source;
  return {
    settings,
    bins: PITCH_CLASSES,
    tableBytes,
    *prepare() {
      const { power, analyse } = yield* source.create();
      const values = new Float64Array(PITCH_CLASSES);
      return (samples, centre, row) => {
        analyse(samples, centre);
        raise(power, exponent);
        addPitches(power, lowest, edges, values);
        finish(values, row);
      };
    },
  };
}

/** Adds the bins of each pitch to its class. */
function addPitches(power: Float64Array, lowest: number, edges: Int32Array, into: Float64Array): void {
  into.fill(0);
  for (let p = 0; p + 1 < edges.length; p++) {
    const pitchClass = (lowest + p) % PITCH_CLASSES;
    for (let bin = edges[p]; bin < edges[p + 1]; bin++) into[pitchClass] += power[bin];
  }
}

function fromConstantQ(options: ConstantQChromaOptions, argument: string): ChromaSource {
  const settings = checkFrames(options, argument);
  const shape = checkConstantQ(options, settings, argument);
  const edges = Int32Array.from({ length: shape.pitches + 1 }, (_, p) => p);
  return { settings, lowest: shape.lowest, edges, tableBytes: shape.bytes, create: () => createConstantQ(shape, settings) };
}

function fromSpectrogram(options: SpectrogramChromaOptions, argument: string): ChromaSource {
  const settings = checkSpectrum(options, argument);
  const { sampleRate, fftLength } = settings;
  const { tuning, lowest, highest } = checkPitches(options, sampleRate, argument);
  const edges = Int32Array.from({ length: highest - lowest + 2 }, (_, p) =>
    Math.min(fftLength / 2 + 1, Math.ceil((pitchFrequency(lowest + p - 0.5, tuning) * fftLength) / sampleRate)),
  );
  return { settings, lowest, edges, tableBytes: spectrumBytes(settings), create: () => createSpectrum(settings) };
}

/**
 * Chroma: what a frame has of each of the 12 pitch classes, C first.
 *
 * From a spectrogram (default), each bin's power counts for the pitch whose semitone it lies in,
 * `[frequency(p - 1/2), frequency(p + 1/2))`; from a constant-Q spectrum (`source: 'constant-q'`) pitches come as they are. Pitches of a
 * class are added. Then `log(1 + η·x)` and a norm of 1 for each frame, where asked for.
 *
 * @param samples the signal; it is neither copied nor changed
 * @returns `[1 + ⌊length/hopLength⌋, 12]`
 * @throws InvalidArgumentError for an empty signal, samples that are no numbers or beyond 1e9, options out of range
 * @throws MemoryLimitError where the result and its tables have more than `maxBytes`
 *
 * Source: Müller, Fundamentals of Music Processing, 2nd ed. 2021, Section 3.1.
 *
 * @example
 * ```ts
 * import { chroma } from '@rubato/audio';
 * const tone = Float32Array.from({ length: 22050 }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / 22050));
 * const { data } = chroma(tone, { source: 'constant-q', compression: 100, normalisation: 'l2' });
 * const frame = data.subarray(10 * 12, 11 * 12);
 * frame.indexOf(Math.max(...frame)); // → 9
 * ```
 */
export function chroma(samples: Samples, options: ChromaOptions = {}): FeatureSequence {
  checkChromaOptions(options);
  return runPlan(planChroma(options), samples);
}
