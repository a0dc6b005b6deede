import { refuse } from '../check.ts';
import { transformBytes } from './fourier.ts';
import { LONGEST_TRANSFORM, powerOfTwoFrom } from './frame-options.ts';
import { hannSpectrum } from './hann-spectrum.ts';
import type { PitchRange } from './pitch.ts';
import { pitchFrequency } from './pitch.ts';

/** How large kernels are. */
export interface ConstantQShape {
  readonly lowest: number;
  readonly pitches: number;
  readonly fftLength: number;
  /** Of each pitch, in cycles per sample. */
  readonly frequencies: Float64Array;
  /** Of each pitch, in samples. */
  readonly windowLengths: Float64Array;
  /** More entries than the kernels have. */
  readonly mostEntries: number;
  /** With what a frame is transformed in. */
  readonly bytes: number;
}

/** Spectral kernels: for each pitch the few bins of a Fourier transform that it needs, with real weights. */
export interface ConstantQKernel {
  readonly starts: Int32Array;
  readonly bins: Int32Array;
  readonly weights: Float64Array;
}

/** Frequency over bandwidth at which neighbouring semitones part. */
const QUALITY = 1 / (2 ** (1 / 12) - 1);

/** Entries below this share of their kernel's largest are left out: -60 dB. */
const LEAST_SHARE = 1e-3;

/** A Hann window's spectrum is below -60 dB from 7 of its bandwidths on; one more allows for its discrete samples. */
const BANDWIDTHS = 8;

const BYTES_PER_ENTRY = Int32Array.BYTES_PER_ELEMENT + Float64Array.BYTES_PER_ELEMENT;

export function constantQShape(range: PitchRange, sampleRate: number, longestWindow: number, argument: string): ConstantQShape {
  const { tuning, lowest, highest } = range;
  const pitches = highest - lowest + 1;
  const frequencies = new Float64Array(pitches);
  const windowLengths = new Float64Array(pitches);
  for (let p = 0; p < pitches; p++) {
    const frequency = pitchFrequency(lowest + p, tuning);
    frequencies[p] = frequency / sampleRate;
    windowLengths[p] = sampleRate * Math.min(QUALITY / frequency, longestWindow);
  }
  // At least two samples; the window is open at its ends.
  const fftLength = Math.max(2, powerOfTwoFrom(windowLengths[0]));
  if (fftLength > LONGEST_TRANSFORM) refuse(`${argument}.lowestPitch`, lowest, `higher, or a bound on its window of ${fftLength} samples`);
  let mostEntries = 0;
  for (const length of windowLengths) mostEntries += Math.min(fftLength / 2 + 1, Math.ceil((2 * BANDWIDTHS * fftLength) / length) + 1);
  const bytes = transformBytes(fftLength) + mostEntries * BYTES_PER_ENTRY;
  return { lowest, pitches, fftLength, frequencies, windowLengths, mostEntries, bytes };
}

/**
 * The kernels of Brown & Puckette 1992: a pitch of frequency f is measured under a Hann window of `Q/f` seconds,
 * `Q = 1/(2^(1/12) - 1)`, at most `longestWindow`, centred on the frame. By Parseval `Σ_n x_n·conj(t_n) = Σ_k X_k·conj(T_k)/N`, and T is
 * nearly 0 away from f: it is the window's spectrum W around it, `T_k = (-1)^k·W(k/N - f)` for a frame whose centre is sample N/2.
 *
 * Yields 0 after each pitch.
 */
export function* constantQKernel(shape: ConstantQShape): Generator<number, ConstantQKernel, void> {
  const { pitches, fftLength, frequencies, windowLengths, mostEntries } = shape;
  const starts = new Int32Array(pitches + 1);
  const bins = new Int32Array(mostEntries);
  const weights = new Float64Array(mostEntries);
  for (let p = 0; p < pitches; p++) {
    const spectrum = hannSpectrum(windowLengths[p]);
    const reach = BANDWIDTHS / windowLengths[p];
    const first = Math.max(0, Math.ceil((frequencies[p] - reach) * fftLength));
    const last = Math.min(fftLength / 2, Math.floor((frequencies[p] + reach) * fftLength));
    const start = starts[p];
    let largest = 0;
    for (let k = first; k <= last; k++) {
      const value = spectrum(k / fftLength - frequencies[p]);
      weights[start + k - first] = value;
      largest = Math.max(largest, Math.abs(value));
    }
    // What is left out makes room for what is kept; a real sinusoid of amplitude A has A/2 at its positive frequency.
    let end = start;
    for (let k = first; k <= last; k++) {
      const value = weights[start + k - first];
      if (Math.abs(value) < LEAST_SHARE * largest) continue;
      bins[end] = k;
      weights[end++] = ((k % 2 === 0 ? 2 : -2) * value) / fftLength;
    }
    starts[p + 1] = end;
    yield 0;
  }
  return { starts, bins, weights };
}
