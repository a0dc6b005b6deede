import { checkName, checkNumber, checkOptions, checkWhole, refuse } from '../check.ts';
import type { Samples } from '../check.ts';
import type { CompressionOptions } from './compression.ts';
import { compressionOptionNames, createFinish } from './compression.ts';
import type { ExponentOptions } from './exponent.ts';
import { checkExponent, raise } from './exponent.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { runPlan } from './feature-plan.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { FilterBank } from './filter-bank.ts';
import { applyFilterBank, createFilterBank } from './filter-bank.ts';
import type { SpectrumOptions, SpectrumSettings } from './frame-options.ts';
import { checkSpectrum, spectrumOptionNames } from './frame-options.ts';
import type { MelScale } from './mel-scale.ts';
import { frequencyToMel, melScales, melToFrequency } from './mel-scale.ts';
import { createSpectrum } from './spectrum.ts';

export interface MelOptions extends SpectrumOptions, CompressionOptions, ExponentOptions {
  /** Number of bands. Default 80. */
  readonly bands?: number;
  /** Default `slaney`. */
  readonly scale?: MelScale;
  /** Where the lowest filter starts, in Hz. Default 0. */
  readonly lowestFrequency?: number;
  /** Where the highest filter ends, in Hz. Default: half the sample rate. */
  readonly highestFrequency?: number;
  /** What a filter has of 1: its area over Hz (default, Slaney's), or its peak (HTK's). */
  readonly filters?: 'area' | 'peak';
}

export const melOptionNames: readonly string[] = [
  ...spectrumOptionNames,
  ...compressionOptionNames,
  'exponent',
  'bands',
  'scale',
  'lowestFrequency',
  'highestFrequency',
  'filters',
];

const MOST_BANDS = 4096;

function melFilters(options: MelOptions, { sampleRate, fftLength }: SpectrumSettings): FilterBank {
  const { scale = 'slaney', lowestFrequency = 0, highestFrequency = sampleRate / 2 } = options;
  checkName('options.scale', scale, melScales);
  const bands = checkWhole('options.bands', options.bands ?? 80, 1, MOST_BANDS);
  const area = checkName('options.filters', options.filters ?? 'area', ['area', 'peak']) === 'area';
  // The filters must have some width.
  const lowest = checkNumber('options.lowestFrequency', lowestFrequency, 0, sampleRate / 2 - 1);
  const highest = checkNumber('options.highestFrequency', highestFrequency, lowest + 1, sampleRate / 2);
  const start = frequencyToMel(lowest, scale);
  const step = (frequencyToMel(highest, scale) - start) / (bands + 1);
  const edges = Float64Array.from({ length: bands + 2 }, (_, m) => melToFrequency(start + m * step, scale));
  const bank = createFilterBank(bands, fftLength / 2 + 1, (m, k) => {
    const [left, centre, right] = edges.subarray(m, m + 3);
    const frequency = (k * sampleRate) / fftLength;
    const height = Math.max(0, Math.min((frequency - left) / (centre - left), (right - frequency) / (right - centre)));
    return area ? (height * 2) / (right - left) : height;
  });
  // A filter between two bins would be 0 whatever the signal is.
  const empty = Array.from({ length: bands }, (_, m) => m).find((m) => bank.starts[m] === bank.starts[m + 1]);
  if (empty !== undefined) {
    refuse(
      'options.bands',
      bands,
      `fewer bands, or a longer fftLength: band ${empty} lies between two bins of ${sampleRate / fftLength} Hz`,
    );
  }
  return bank;
}

export function planMelSpectrum(options: MelOptions): FeaturePlan {
  const settings = checkSpectrum(options);
  const finish = createFinish(options);
  const exponent = checkExponent(options);
  const filters = melFilters(options, settings);
  const spectrum = createSpectrum(settings);
  const bins = filters.starts.length - 1;
  const values = new Float64Array(bins);
  return {
    settings,
    bins,
    write(samples, centre, row) {
      spectrum.analyse(samples, centre);
      raise(spectrum.power, exponent);
      applyFilterBank(filters, spectrum.power, values);
      finish(values, row);
    },
  };
}

/**
 * The mel spectrum: the power spectrogram under triangles that are spaced evenly in mels, each from its left neighbour's centre to its
 * right neighbour's. Then `log(1 + η·x)` and a norm of 1 for each frame, where asked for.
 *
 * @param samples the signal; it is neither copied nor changed
 * @returns `[1 + ⌊length/hopLength⌋, bands]`
 * @throws InvalidArgumentError for an empty signal, samples that are no numbers or beyond 1e9, options out of range, more bands than the
 * spectrum's bins can tell apart
 * @throws MemoryLimitError where the result has more than `maxBytes`
 *
 * Source: Davis & Mermelstein 1980; Slaney, Auditory Toolbox, 1998; the HTK Book.
 *
 * @example
 * ```ts
 * import { melSpectrum } from '@rubato/audio';
 * const tone = Float32Array.from({ length: 22050 }, (_, n) => Math.sin((2 * Math.PI * 600 * n) / 22050));
 * // 41 filters from 0 to 41 mels: their centres are whole mels, and 600 Hz is 9 of them.
 * const { data, bins } = melSpectrum(tone, { bands: 41, highestFrequency: 6400, compression: 100 });
 * const frame = data.subarray(10 * bins, 11 * bins);
 * frame.indexOf(Math.max(...frame)) + 1; // → 9
 * ```
 */
export function melSpectrum(samples: Samples, options: MelOptions = {}): FeatureSequence {
  checkOptions(options, melOptionNames);
  return runPlan(planMelSpectrum(options), samples, options);
}
