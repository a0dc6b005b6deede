import { refuse } from '../check.ts';
import { createHalfSpectrum, realTransform, transformBytes } from './fourier.ts';
import { LONGEST_TRANSFORM, powerOfTwoFrom } from './frame-options.ts';
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

/** Spectral kernels: for each pitch the few bins of a Fourier transform that it needs, with complex weights. */
export interface ConstantQKernel {
  readonly starts: Int32Array;
  readonly bins: Int32Array;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Frequency over bandwidth at which neighbouring semitones part. */
const QUALITY = 1 / (2 ** (1 / 12) - 1);

/** Entries below this share of their kernel's largest are left out: -60 dB. */
const LEAST_SHARE = 1e-3;

/** A Hann window's spectrum is below -60 dB from 7 of its bandwidths on; one more allows for its discrete samples. */
const BANDWIDTHS = 8;

const BYTES_PER_ENTRY = Int32Array.BYTES_PER_ELEMENT + 2 * Float64Array.BYTES_PER_ELEMENT;

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
  // Two transforms make the kernels.
  const bytes = 2 * transformBytes(fftLength) + mostEntries * BYTES_PER_ENTRY;
  return { lowest, pitches, fftLength, frequencies, windowLengths, mostEntries, bytes };
}

/**
 * The kernels of Brown & Puckette 1992: a pitch of frequency f is measured under a Hann window of `Q/f` seconds,
 * `Q = 1/(2^(1/12) - 1)`, at most `longestWindow`, centred on the frame. By Parseval `Σ_n x_n·conj(t_n) = Σ_k X_k·conj(T_k)/N`, and T is
 * nearly 0 away from f.
 *
 * Yields 0 after each transform.
 */
export function* constantQKernel(shape: ConstantQShape): Generator<number, ConstantQKernel, void> {
  const { pitches, fftLength, frequencies, windowLengths, mostEntries } = shape;
  const half = fftLength / 2;
  const cosine = new Float64Array(fftLength);
  const sine = new Float64Array(fftLength);
  const ofCosine = createHalfSpectrum(fftLength);
  const ofSine = createHalfSpectrum(fftLength);
  const [x, y] = ofCosine;
  const [u, v] = ofSine;
  const starts = new Int32Array(pitches + 1);
  const bins = new Int32Array(mostEntries);
  const re = new Float64Array(mostEntries);
  const im = new Float64Array(mostEntries);
  let entries = 0;
  for (let p = 0; p < pitches; p++) {
    writeWave(cosine, sine, windowLengths[p], frequencies[p]);
    yield 0;
    realTransform(cosine, ofCosine);
    yield 0;
    realTransform(sine, ofSine);
    yield 0;
    // The transform of cosine + i·sine, of which the conjugate counts, into the arrays of the first; squared magnitudes into the second's.
    const reach = BANDWIDTHS / windowLengths[p];
    const first = Math.max(0, Math.ceil((frequencies[p] - reach) * fftLength));
    const last = Math.min(half, Math.floor((frequencies[p] + reach) * fftLength));
    let largest = 0;
    for (let k = first; k <= last; k++) {
      x[k] -= v[k];
      y[k] = -(y[k] + u[k]);
      u[k] = x[k] * x[k] + y[k] * y[k];
      largest = Math.max(largest, u[k]);
    }
    for (let k = first; k <= last; k++) {
      if (u[k] < LEAST_SHARE * LEAST_SHARE * largest) continue;
      bins[entries] = k;
      // A real sinusoid of amplitude A has A/2 at its positive frequency.
      re[entries] = (2 * x[k]) / fftLength;
      im[entries++] = (2 * y[k]) / fftLength;
    }
    starts[p + 1] = entries;
  }
  return { starts, bins, re, im };
}

/** A complex sinusoid under a Hann window that adds up to 1, centred; `frequency` in cycles per sample. */
function writeWave(cosine: Float64Array, sine: Float64Array, length: number, frequency: number): void {
  const { length: n } = cosine;
  const reach = Math.min(n / 2, Math.ceil(length / 2));
  let sum = 0;
  cosine.fill(0);
  sine.fill(0);
  for (let i = n / 2 - reach; i < n / 2 + reach; i++) {
    const time = i - n / 2;
    const weight = 2 * Math.abs(time) < length ? 0.5 + 0.5 * Math.cos((2 * Math.PI * time) / length) : 0;
    sum += weight;
    cosine[i] = weight * Math.cos(2 * Math.PI * frequency * time);
    sine[i] = weight * Math.sin(2 * Math.PI * frequency * time);
  }
  for (let i = n / 2 - reach; i < n / 2 + reach; i++) {
    cosine[i] /= sum;
    sine[i] /= sum;
  }
}
