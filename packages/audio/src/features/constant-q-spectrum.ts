import { checkOptions } from '../check.ts';
import type { Samples } from '../check.ts';
import type { CompressionOptions } from './compression.ts';
import { compressionOptionNames, createFinish } from './compression.ts';
import type { ConstantQSettings } from './constant-q.ts';
import { checkConstantQ, createConstantQ } from './constant-q.ts';
import type { ExponentOptions } from './exponent.ts';
import { checkExponent, raise } from './exponent.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { runPlan } from './feature-plan.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { FrameOptions } from './frame-options.ts';
import { checkFrames, frameOptionNames } from './frame-options.ts';
import { pitchOptionNames } from './pitch.ts';

export interface ConstantQOptions extends FrameOptions, ConstantQSettings, CompressionOptions, ExponentOptions {}

export const constantQOptionNames: readonly string[] = [
  ...frameOptionNames,
  ...pitchOptionNames,
  ...compressionOptionNames,
  'exponent',
  'longestWindow',
];

export function planConstantQSpectrum(options: ConstantQOptions, argument: string = 'options'): FeaturePlan {
  const settings = checkFrames(options, argument);
  const finish = createFinish(options, argument);
  const exponent = checkExponent(options, argument);
  const shape = checkConstantQ(options, settings, argument);
  return {
    settings,
    bins: shape.pitches,
    tableBytes: shape.bytes,
    *prepare() {
      const { power, analyse } = yield* createConstantQ(shape, settings);
      return (samples, centre, row) => {
        analyse(samples, centre);
        raise(power, exponent);
        finish(power, row);
      };
    },
  };
}

/**
 * The constant-Q spectrum in semitones: the power of each pitch from `lowestPitch` to `highestPitch`, under a Hann window of
 * `Q/frequency` seconds centred on the frame, `Q = 1/(2^(1/12) - 1) ≈ 16.8`. A sinusoid of amplitude A at a pitch has power A² there.
 * Then `log(1 + η·x)` and a norm of 1 for each frame, where asked for.
 *
 * A frame takes a Fourier transform of N samples, the power of two from the longest window on, and some `11.5·N/window` real products for
 * each pitch; these weights are made first, each from a closed form.
 *
 * @param samples the signal; it is neither copied nor changed
 * @returns `[1 + ⌊length/hopLength⌋, pitches]`, 84 pitches (C1 to B7) by default
 * @throws InvalidArgumentError for an empty signal, samples that are no numbers or beyond 1e9, options out of range
 * @throws MemoryLimitError where the result and its tables have more than `maxBytes`
 *
 * Source: Brown & Puckette, "An efficient algorithm for the calculation of a constant Q transform", 1992. Parts of a kernel 60 dB below
 * its peak are left out.
 *
 * @example
 * ```ts
 * import { constantQSpectrum } from '@rubato/audio';
 * const tone = Float32Array.from({ length: 22050 }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / 22050));
 * const { data, bins } = constantQSpectrum(tone);
 * const frame = data.subarray(10 * bins, 11 * bins);
 * frame.indexOf(Math.max(...frame)) + 24; // → 69
 * ```
 */
export function constantQSpectrum(samples: Samples, options: ConstantQOptions = {}): FeatureSequence {
  checkOptions(options, constantQOptionNames);
  return runPlan(planConstantQSpectrum(options), samples);
}
