import { checkNumber } from '../check.ts';
import type { Samples } from '../check.ts';
import type { ConstantQShape } from './constant-q-kernel.ts';
import { constantQKernel, constantQShape } from './constant-q-kernel.ts';
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
  readonly power: Float64Array;
  readonly analyse: (samples: Samples, centre: number) => void;
}

export function checkConstantQ(options: ConstantQSettings, { sampleRate }: FrameSettings, argument: string): ConstantQShape {
  const { longestWindow } = options;
  const range = checkPitches(options, sampleRate, argument);
  const longest = longestWindow === undefined ? Infinity : checkNumber(`${argument}.longestWindow`, longestWindow, 0.01, 10);
  return constantQShape(range, sampleRate, longest, argument);
}

/** Yields 0 now and then. */
export function* createConstantQ(shape: ConstantQShape, { reflect }: FrameSettings): Generator<number, ConstantQ, void> {
  const { fftLength } = shape;
  const { starts, bins, weights } = yield* constantQKernel(shape);
  const input = new Float64Array(fftLength);
  const spectrum = createHalfSpectrum(fftLength);
  const [re, im] = spectrum;
  // The library makes its tables with the first transform of a length.
  realTransform(input, spectrum);
  yield 0;
  const power = new Float64Array(starts.length - 1);
  return {
    power,
    analyse(samples, centre) {
      copyFrame(samples, centre - fftLength / 2, reflect, input);
      realTransform(input, spectrum);
      for (let p = 0; p < power.length; p++) {
        let real = 0;
        let imaginary = 0;
        for (let e = starts[p]; e < starts[p + 1]; e++) {
          real += weights[e] * re[bins[e]];
          imaginary += weights[e] * im[bins[e]];
        }
        power[p] = real * real + imaginary * imaginary;
      }
    },
  };
}
