import { checkName, checkOptions } from '../check.ts';
import type { Samples } from '../check.ts';
import type { CompressionOptions } from './compression.ts';
import { compressionOptionNames, createFinish } from './compression.ts';
import type { ConstantQOptions } from './constant-q-spectrum.ts';
import { constantQOptionNames } from './constant-q-spectrum.ts';
import { createConstantQ } from './constant-q.ts';
import type { ExponentOptions } from './exponent.ts';
import { checkExponent, raise } from './exponent.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { runPlan } from './feature-plan.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import { applyFilterBank, createFilterBank } from './filter-bank.ts';
import type { FrameSettings, SpectrumOptions } from './frame-options.ts';
import { checkFrames, checkSpectrum, spectrumOptionNames } from './frame-options.ts';
import type { PitchOptions } from './pitch.ts';
import { checkPitches, frequencyPitch, pitchOptionNames } from './pitch.ts';
import { createSpectrum } from './spectrum.ts';

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
  checkName(`${argument}.source`, options.source ?? 'spectrogram', ['spectrogram', 'constant-q']);
}

const PITCH_CLASSES = 12;

export function planChroma(options: ChromaOptions): FeaturePlan {
  const finish = createFinish(options);
  const exponent = checkExponent(options);
  const values = new Float64Array(PITCH_CLASSES);
  const { settings, power, classOf, analyse } = options.source === 'constant-q' ? fromConstantQ(options) : fromSpectrogram(options);
  const filters = createFilterBank(PITCH_CLASSES, power.length, (pitchClass, bin) => (classOf(bin) === pitchClass ? 1 : 0));
  return {
    settings,
    bins: PITCH_CLASSES,
    write(samples, centre, row) {
      analyse(samples, centre);
      raise(power, exponent);
      applyFilterBank(filters, power, values);
      finish(values, row);
    },
  };
}

/** Powers by bin, and the pitch class that a bin belongs to, or -1. */
interface ChromaSource {
  readonly settings: FrameSettings;
  readonly power: Float64Array;
  readonly classOf: (bin: number) => number;
  readonly analyse: (samples: Samples, centre: number) => void;
}

function fromConstantQ(options: ConstantQChromaOptions): ChromaSource {
  const settings = checkFrames(options);
  const { lowestPitch, power, analyse } = createConstantQ(options, settings);
  return { settings, power, classOf: (bin) => (lowestPitch + bin) % PITCH_CLASSES, analyse };
}

function fromSpectrogram(options: SpectrogramChromaOptions): ChromaSource {
  const settings = checkSpectrum(options);
  const { sampleRate, fftLength } = settings;
  const { tuning, lowest, highest } = checkPitches(options, sampleRate);
  const { power, analyse } = createSpectrum(settings);
  const classOf = (bin: number): number => {
    // Bin 0 has no pitch.
    const pitch = bin === 0 ? -1 : Math.floor(frequencyPitch((bin * sampleRate) / fftLength, tuning) + 0.5);
    return pitch < lowest || pitch > highest ? -1 : pitch % PITCH_CLASSES;
  };
  return { settings, power, classOf, analyse };
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
 * @throws MemoryLimitError where the result has more than `maxBytes`
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
  return runPlan(planChroma(options), samples, options);
}
