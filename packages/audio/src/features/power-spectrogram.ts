import { checkOptions } from '../check.ts';
import type { Samples } from '../check.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { runPlan } from './feature-plan.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { SpectrumOptions } from './frame-options.ts';
import { checkSpectrum, spectrumOptionNames } from './frame-options.ts';
import { createSpectrum, spectrumBytes } from './spectrum.ts';

export function planPowerSpectrogram(options: SpectrumOptions, argument: string = 'options'): FeaturePlan {
  const settings = checkSpectrum(options, argument);
  return {
    settings,
    bins: settings.fftLength / 2 + 1,
    tableBytes: spectrumBytes(settings),
    *prepare() {
      const { power, analyse } = yield* createSpectrum(settings);
      return (samples, centre, row) => {
        analyse(samples, centre);
        row.set(power);
      };
    },
  };
}

/**
 * The power spectrogram: squared magnitudes of the short-time Fourier transform under a Hann window, in units of amplitude.
 *
 * Frame k is centred on sample `k·hopLength`; there are `1 + ⌊length/hopLength⌋`. Bin b stands for `b·sampleRate/fftLength` Hz, b from 0
 * to `fftLength/2`. A sinusoid of amplitude A on a bin's frequency has power A² there (at 0 Hz a constant A has), for every window:
 * `|Σ_n w_n·x_n·exp(-2πibn/fftLength)|²·(c/Σw)²`, c = 2 inside, 1 for the first and the last bin.
 *
 * @param samples the signal; it is neither copied nor changed
 * @returns `[1 + ⌊length/hopLength⌋, fftLength/2 + 1]`, in units of A²
 * @throws InvalidArgumentError for an empty signal, samples that are no numbers or beyond 1e9, options out of range
 * @throws MemoryLimitError where the result and its tables have more than `maxBytes`
 *
 * Source: Allen & Rabiner, "A unified approach to short-time Fourier analysis and synthesis", Proceedings of the IEEE 65(11), 1977; Harris
 * 1978 for the window.
 *
 * @example
 * ```ts
 * import { powerSpectrogram } from '@rubato/audio';
 * const tone = Float32Array.from({ length: 8000 }, (_, n) => Math.cos((2 * Math.PI * 500 * n) / 8000));
 * const { frames, bins, data } = powerSpectrogram(tone, { sampleRate: 8000, windowLength: 512, hopLength: 1000 });
 * [frames, bins]; // → [9, 257]
 * Math.round(1e6 * data[4 * 257 + 32]) / 1e6; // → 1
 * ```
 */
export function powerSpectrogram(samples: Samples, options: SpectrumOptions = {}): FeatureSequence {
  checkOptions(options, spectrumOptionNames);
  return runPlan(planPowerSpectrogram(options), samples);
}
