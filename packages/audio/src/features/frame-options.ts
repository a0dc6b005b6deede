import { checkName, checkNumber, checkSampleRate, checkWhole, DEFAULT_SAMPLE_RATE, refuse } from '../check.ts';
import type { MemoryOptions } from '../check.ts';

/** How a signal is cut into frames. */
export interface FrameOptions extends MemoryOptions {
  /** Samples per second. Default 22,050. */
  readonly sampleRate?: number;
  /** Samples from one frame's centre to the next. Default 1024. */
  readonly hopLength?: number;
  /** What stands before and behind the signal: zeros (default), or the signal mirrored at its first and last sample. */
  readonly padding?: 'zero' | 'reflect';
}

/** How frames become spectra. */
export interface SpectrumOptions extends FrameOptions {
  /** Samples under the window. Default 4096. */
  readonly windowLength?: number;
  /** Length of the Fourier transform, a power of two; the window stands in its middle. Default: the next from `windowLength`. */
  readonly fftLength?: number;
}

export const frameOptionNames: readonly string[] = ['sampleRate', 'hopLength', 'padding', 'maxBytes'];
export const spectrumOptionNames: readonly string[] = [...frameOptionNames, 'windowLength', 'fftLength'];

export interface FrameSettings {
  readonly sampleRate: number;
  readonly hopLength: number;
  readonly reflect: boolean;
}

export interface SpectrumSettings extends FrameSettings {
  readonly windowLength: number;
  readonly fftLength: number;
}

/** A hundred times an hour: positions of samples stay exact, and so do products with them. */
const LONGEST_HOP = 2 ** 40;
/** 47 seconds at 22,050 Hz. Tables of this length take some 100 megabytes. */
export const LONGEST_TRANSFORM: number = 2 ** 20;

/** The least power of two from `length` up. */
export const powerOfTwoFrom = (length: number): number => 2 ** Math.ceil(Math.log2(length));

export function checkFrames(options: FrameOptions): FrameSettings {
  const { sampleRate = DEFAULT_SAMPLE_RATE, hopLength = 1024, padding = 'zero', maxBytes = 0 } = options;
  checkNumber('options.maxBytes', maxBytes, 0, Infinity);
  return {
    sampleRate: checkSampleRate('options.sampleRate', sampleRate),
    hopLength: checkWhole('options.hopLength', hopLength, 1, LONGEST_HOP),
    reflect: checkName('options.padding', padding, ['zero', 'reflect']) === 'reflect',
  };
}

export function checkSpectrum(options: SpectrumOptions): SpectrumSettings {
  const frames = checkFrames(options);
  const windowLength = checkWhole('options.windowLength', options.windowLength ?? 4096, 2, LONGEST_TRANSFORM);
  const { fftLength = powerOfTwoFrom(windowLength) } = options;
  if (!Number.isInteger(Math.log2(fftLength)) || fftLength < windowLength || fftLength > LONGEST_TRANSFORM) {
    refuse('options.fftLength', fftLength, `a power of two from ${powerOfTwoFrom(windowLength)} to ${LONGEST_TRANSFORM}`);
  }
  return { ...frames, windowLength, fftLength };
}
