import { checkOptions } from '../check.ts';
import type { Samples } from '../check.ts';
import type { CompressionOptions } from './compression.ts';
import { compressionOptionNames, createFinish } from './compression.ts';
import type { ExponentOptions } from './exponent.ts';
import { checkExponent, raise } from './exponent.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { runPlan } from './feature-plan.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import { applyFilterBank } from './filter-bank.ts';
import type { SpectrumOptions } from './frame-options.ts';
import { checkSpectrum, spectrumOptionNames } from './frame-options.ts';
import type { MelFilterOptions } from './mel-filters.ts';
import { checkMelFilters, createMelFilters, melFilterOptionNames } from './mel-filters.ts';
import { createSpectrum, spectrumBytes } from './spectrum.ts';

export interface MelOptions extends SpectrumOptions, MelFilterOptions, CompressionOptions, ExponentOptions {}

export const melOptionNames: readonly string[] = [...spectrumOptionNames, ...melFilterOptionNames, ...compressionOptionNames, 'exponent'];

export function planMelSpectrum(options: MelOptions, argument: string = 'options'): FeaturePlan {
  const settings = checkSpectrum(options, argument);
  const finish = createFinish(options, argument);
  const exponent = checkExponent(options, argument);
  const shape = checkMelFilters(options, settings, argument);
  return {
    settings,
    bins: shape.bands,
    tableBytes: spectrumBytes(settings) + shape.bytes,
    *prepare() {
      const filters = yield* createMelFilters(shape);
      const { power, analyse } = yield* createSpectrum(settings);
      const values = new Float64Array(shape.bands);
      return (samples, centre, row) => {
        analyse(samples, centre);
        raise(power, exponent);
        applyFilterBank(filters, power, values);
        finish(values, row);
      };
    },
  };
}

/**
 * The mel spectrum: the power spectrogram under triangles that are spaced evenly in mels, each from its left neighbour's centre to its
 * right neighbour's. Then `log(1 + η·x)` and a norm of 1 for each frame, where asked for.
 *
 * `y_m = Σ_b w_m(f_b)·x_b`, `w_m(f) = h_m·max(0, min((f - e_m)/(e_{m+1} - e_m), (e_{m+2} - f)/(e_{m+2} - e_{m+1})))`, the edges e_0 to
 * e_{bands+1} from `lowestFrequency` to `highestFrequency` at even distances in mels. With `filters: 'area'` the height h_m is
 * `2/(e_{m+2} - e_m)`, and a band is in units of A²/Hz; with `'peak'` it is 1, and a band is in units of A². With `exponent: 1`, A in place
 * of A².
 *
 * @param samples the signal; it is neither copied nor changed
 * @returns `[1 + ⌊length/hopLength⌋, bands]`, the lowest band first
 * @throws InvalidArgumentError for an empty signal, samples that are no numbers or beyond 1e9, options out of range, more bands than the
 * spectrum's bins can tell apart
 * @throws MemoryLimitError where the result and its tables have more than `maxBytes`
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
  return runPlan(planMelSpectrum(options), samples);
}
