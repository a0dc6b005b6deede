import { checkMaxBytes, checkWord, checkSampleRate, checkWhole, DEFAULT_SAMPLE_RATE, refuse } from '../check.ts';
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
  readonly maxBytes: number;
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

export function checkFrames(options: FrameOptions, argument: string): FrameSettings {
  const { sampleRate = DEFAULT_SAMPLE_RATE, hopLength = 1024, padding = 'zero' } = options;
  return {
    maxBytes: checkMaxBytes(options, argument),
    sampleRate: checkSampleRate(`${argument}.sampleRate`, sampleRate),
    hopLength: checkWhole(`${argument}.hopLength`, hopLength, 1, LONGEST_HOP),
    reflect: checkWord(`${argument}.padding`, padding, ['zero', 'reflect']) === 'reflect',
  };
}

export function checkSpectrum(options: SpectrumOptions, argument: string): SpectrumSettings {
  const frames = checkFrames(options, argument);
  const windowLength = checkWhole(`${argument}.windowLength`, options.windowLength ?? 4096, 2, LONGEST_TRANSFORM);
  const shortest = powerOfTwoFrom(windowLength);
  const { fftLength = shortest } = options;
  const isPower = Number.isInteger(fftLength) && Number.isInteger(Math.log2(fftLength));
  if (!isPower || fftLength < shortest || fftLength > LONGEST_TRANSFORM) {
    refuse(`${argument}.fftLength`, fftLength, `a power of two from ${shortest} to ${LONGEST_TRANSFORM}`);
  }
  return { ...frames, windowLength, fftLength };
}
