import { createHalfSpectrum, realTransform } from './fourier.ts';
import { refuse } from '../check.ts';
import { LONGEST_TRANSFORM, powerOfTwoFrom } from './frame-options.ts';
import type { PitchRange } from './pitch.ts';
import { pitchFrequency } from './pitch.ts';

/** Spectral kernels: for each pitch the few bins of a Fourier transform that it needs, with complex weights. */
export interface ConstantQKernel {
  readonly fftLength: number;
  readonly starts: Int32Array;
  readonly bins: Int32Array;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Frequency over bandwidth at which neighbouring semitones part. */
const QUALITY = 1 / (2 ** (1 / 12) - 1);

/** Entries below this share of their kernel's largest are left out: -60 dB. */
const LEAST_SHARE = 1e-3;

/**
 * The kernels of Brown & Puckette 1992: a pitch of frequency f is measured under a Hann window of `Q/f` seconds,
 * `Q = 1/(2^(1/12) - 1)`, at most `longestWindow`, centred on the frame. By Parseval `Σ_n x_n·conj(t_n) = Σ_k X_k·conj(T_k)/N`, and T is
 * nearly 0 away from f.
 */
export function constantQKernel(range: PitchRange, sampleRate: number, longestWindow: number): ConstantQKernel {
  const { tuning, lowest, highest } = range;
  const pitches = highest - lowest + 1;
  const lengthOf = (pitch: number): number => sampleRate * Math.min(QUALITY / pitchFrequency(pitch, tuning), longestWindow);
  // At least two samples; the window is open at its ends.
  const fftLength = Math.max(2, powerOfTwoFrom(lengthOf(lowest)));
  if (fftLength > LONGEST_TRANSFORM) refuse('options.lowestPitch', lowest, `higher, or a bound on its window of ${fftLength} samples`);
  const half = fftLength / 2;
  const cosine = new Float64Array(fftLength);
  const sine = new Float64Array(fftLength);
  const ofCosine = createHalfSpectrum(fftLength);
  const ofSine = createHalfSpectrum(fftLength);
  const [x, y] = ofCosine;
  const [u, v] = ofSine;
  const starts = new Int32Array(pitches + 1);
  const bins: number[] = [];
  const re: number[] = [];
  const im: number[] = [];
  for (let p = 0; p < pitches; p++) {
    const frequency = pitchFrequency(lowest + p, tuning);
    writeWave(cosine, sine, lengthOf(lowest + p), frequency / sampleRate);
    realTransform(cosine, ofCosine);
    realTransform(sine, ofSine);
    // The transform of cosine + i·sine, of which the conjugate counts, into the arrays of the first; squared magnitudes into the second's.
    let largest = 0;
    for (let k = 0; k <= half; k++) {
      x[k] -= v[k];
      y[k] = -(y[k] + u[k]);
      u[k] = x[k] * x[k] + y[k] * y[k];
      largest = Math.max(largest, u[k]);
    }
    for (let k = 0; k <= half; k++) {
      if (u[k] < LEAST_SHARE * LEAST_SHARE * largest) continue;
      bins.push(k);
      // A real sinusoid of amplitude A has A/2 at its positive frequency.
      re.push((2 * x[k]) / fftLength);
      im.push((2 * y[k]) / fftLength);
    }
    starts[p + 1] = bins.length;
  }
  return { fftLength, starts, bins: Int32Array.from(bins), re: Float64Array.from(re), im: Float64Array.from(im) };
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
