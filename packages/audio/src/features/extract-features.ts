import { checkWord, checkOptions } from '../check.ts';
import type { Samples } from '../check.ts';
import type { RunOptions } from '../run-options.ts';
import { checkRunOptions } from '../run-options.ts';
import type { ChromaOptions } from './chroma.ts';
import { checkChromaOptions, planChroma } from './chroma.ts';
import type { ConstantQOptions } from './constant-q-spectrum.ts';
import { constantQOptionNames, planConstantQSpectrum } from './constant-q-spectrum.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { runPlanInSlices } from './feature-plan.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import type { SpectrumOptions } from './frame-options.ts';
import { spectrumOptionNames } from './frame-options.ts';
import type { MelOptions } from './mel-spectrum.ts';
import { melOptionNames, planMelSpectrum } from './mel-spectrum.ts';
import { planPowerSpectrogram } from './power-spectrogram.ts';

/** A kind of feature by name, with its options, as plain data. */
export type FeatureRequest =
  | ({ readonly feature: 'power-spectrogram' } & SpectrumOptions)
  | ({ readonly feature: 'chroma' } & ChromaOptions)
  | ({ readonly feature: 'mel-spectrum' } & MelOptions)
  | ({ readonly feature: 'constant-q-spectrum' } & ConstantQOptions);

const features = ['power-spectrogram', 'chroma', 'mel-spectrum', 'constant-q-spectrum'] as const;

function planFeature(request: FeatureRequest): FeaturePlan {
  switch (request.feature) {
    case 'power-spectrogram':
      checkOptions(request, ['feature', ...spectrumOptionNames], 'request');
      return planPowerSpectrogram(request, 'request');
    case 'chroma':
      checkChromaOptions(request, 'request', ['feature']);
      return planChroma(request, 'request');
    case 'mel-spectrum':
      checkOptions(request, ['feature', ...melOptionNames], 'request');
      return planMelSpectrum(request, 'request');
    case 'constant-q-spectrum':
      checkOptions(request, ['feature', ...constantQOptionNames], 'request');
      return planConstantQSpectrum(request, 'request');
  }
}

/**
 * Any of the features, for long recordings: the same numbers as `chroma` and its siblings, but the event loop runs every 10 ms or so, the
 * work can be stopped, and it says how far it is. The longest piece of work is one Fourier transform: below a millisecond for windows of
 * 4096 samples, far more than 10 ms for the longest of 2^20.
 *
 * @param samples the signal; it is neither copied nor changed, and must stay as it is until the promise settles
 * @param request the feature's name with its options
 * @param options `signal` stops the work; `onProgress` is told frames done and in total
 * @throws as the feature's own function; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { extractFeatures } from '@rubato/audio';
 * const silence = new Float32Array(22050);
 * const { frames, bins } = await extractFeatures(silence, { feature: 'constant-q-spectrum', hopLength: 441 });
 * [frames, bins]; // → [51, 84]
 * ```
 */
export async function extractFeatures(samples: Samples, request: FeatureRequest, options: RunOptions = {}): Promise<FeatureSequence> {
  const run = checkRunOptions(options);
  checkWord('request.feature', (request as FeatureRequest | null)?.feature, features);
  return runPlanInSlices(planFeature(request), samples, run);
}
