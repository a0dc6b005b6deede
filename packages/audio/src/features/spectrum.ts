import type { Samples } from '../check.ts';
import { createHalfSpectrum, realTransform, transformBytes } from './fourier.ts';
import { copyFrame } from './frames.ts';
import type { SpectrumSettings } from './frame-options.ts';
import { hannWindow } from './window.ts';

/** Computes power spectra frame by frame into arrays of its own. */
export interface Spectrum {
  /** Bins 0 to fftLength/2. */
  readonly power: Float64Array;
  /** Fills `power` with the spectrum of the frame centred on a sample. */
  readonly analyse: (samples: Samples, centre: number) => void;
}

/** The bytes of what `createSpectrum` allocates: a transform, a window and a power spectrum. */
export const spectrumBytes = ({ windowLength, fftLength }: SpectrumSettings): number =>
  transformBytes(fftLength) + Float64Array.BYTES_PER_ELEMENT * (windowLength + fftLength / 2 + 1);

/**
 * Power spectra under the Hann window, in units of amplitude: inside, a sinusoid of amplitude A on a bin's frequency has power A² there,
 * whatever the window's length. `|X_k|²·(2/Σw)²`, at frequency 0 and half the sample rate `|X_k|²/(Σw)²`. Yields 0 after each table.
 */
export function* createSpectrum({ windowLength, fftLength, reflect }: SpectrumSettings): Generator<number, Spectrum, void> {
  const window = hannWindow(windowLength);
  yield 0;
  const half = fftLength / 2;
  const input = new Float64Array(fftLength);
  const margin = Math.floor((fftLength - windowLength) / 2);
  const middle = input.subarray(margin, margin + windowLength);
  const spectrum = createHalfSpectrum(fftLength);
  const [re, im] = spectrum;
  // The library makes its tables with the first transform of a length.
  realTransform(input, spectrum);
  yield 0;
  const power = new Float64Array(half + 1);
  const scale = (4 / windowLength) ** 2;
  return {
    power,
    analyse(samples, centre) {
      copyFrame(samples, centre - Math.floor(windowLength / 2), reflect, middle);
      for (let i = 0; i < windowLength; i++) middle[i] *= window[i];
      realTransform(input, spectrum);
      for (let k = 0; k <= half; k++) power[k] = scale * (re[k] * re[k] + im[k] * im[k]);
      power[0] /= 4;
      power[half] /= 4;
    },
  };
}
