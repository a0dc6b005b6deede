import { checkNumber } from '../check.ts';
import type { Samples } from '../check.ts';
import { constantQKernel } from './constant-q-kernel.ts';
import { createHalfSpectrum, realTransform } from './fourier.ts';
import type { FrameSettings } from './frame-options.ts';
import { copyFrame } from './frames.ts';
import type { PitchOptions } from './pitch.ts';
import { checkPitches } from './pitch.ts';

export interface ConstantQSettings extends PitchOptions {
  /**
   * The longest window in seconds. Low pitches have windows of `16.8/frequency` seconds, 0.51 at C1; a bound makes them sharper in time
   * and blurs neighbouring pitches. From 0.01; default: no bound.
   */
  readonly longestWindow?: number;
}

/** Computes the powers of pitches frame by frame into an array of its own. */
export interface ConstantQ {
  readonly lowestPitch: number;
  readonly power: Float64Array;
  readonly analyse: (samples: Samples, centre: number) => void;
}

export function createConstantQ(options: ConstantQSettings, { sampleRate, reflect }: FrameSettings): ConstantQ {
  const range = checkPitches(options, sampleRate);
  const longest = options.longestWindow === undefined ? Infinity : checkNumber('options.longestWindow', options.longestWindow, 0.01, 10);
  const { fftLength, starts, bins, re, im } = constantQKernel(range, sampleRate, longest);
  const input = new Float64Array(fftLength);
  const spectrum = createHalfSpectrum(fftLength);
  const [x, y] = spectrum;
  const power = new Float64Array(starts.length - 1);
  return {
    lowestPitch: range.lowest,
    power,
    analyse(samples, centre) {
      copyFrame(samples, centre - fftLength / 2, reflect, input);
      realTransform(input, spectrum);
      for (let p = 0; p < power.length; p++) {
        let real = 0;
        let imaginary = 0;
        for (let e = starts[p]; e < starts[p + 1]; e++) {
          const k = bins[e];
          real += x[k] * re[e] - y[k] * im[e];
          imaginary += x[k] * im[e] + y[k] * re[e];
        }
        power[p] = real * real + imaginary * imaginary;
      }
    },
  };
}
