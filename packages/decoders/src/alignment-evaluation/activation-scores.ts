import { checkNumber, checkOptions, isList, refuse } from '../check.ts';
import type { DetectionScores } from './detection-scores.ts';
import { scoreDetection } from './detection-scores.ts';

export interface ActivationOptions {
  /** What is above it is active, in predictions and reference. Default 0.5. */
  readonly threshold?: number;
}

/**
 * Precision, recall and F-measure of activations, counted over all frames and classes: a piano roll against another.
 *
 * Source: Bay, Ehmann & Downie, "Evaluation of multiple-F0 estimation and tracking systems", ISMIR 2009, section 3, pooled over all frames.
 *
 * @param predicted activations or probabilities in any layout, [frames, classes] for example
 * @param reference the same layout
 * @throws InvalidArgumentError for lists of different lengths and NaN
 *
 * @example
 * ```ts
 * import { activationScores } from '@rubato/decoders';
 * const { precision, recall, fMeasure } = activationScores([0.9, 0.7, 0.1, 0.6], [1, 0, 1, 1]);
 * [precision, recall, fMeasure]; // → [2 / 3, 2 / 3, 2 / 3]
 * ```
 */
export function activationScores(
  predicted: ArrayLike<number>,
  reference: ArrayLike<number>,
  options: ActivationOptions = {},
): DetectionScores {
  checkOptions(options, ['threshold']);
  const { threshold = 0.5 } = options;
  checkNumber('options.threshold', threshold, -Infinity, Infinity);
  if (!isList(reference)) refuse('reference', reference, 'a list of activations');
  if (!isList(predicted) || predicted.length !== reference.length) {
    refuse('predicted', predicted, `a list of ${reference.length} activations, as the reference has`);
  }
  let both = 0;
  let found = 0;
  let there = 0;
  for (let i = 0; i < reference.length; i++) {
    if (Number.isNaN(predicted[i])) refuse('predicted', NaN, 'a number', [i]);
    if (Number.isNaN(reference[i])) refuse('reference', NaN, 'a number', [i]);
    const active = predicted[i] > threshold;
    const real = reference[i] > threshold;
    found += Number(active);
    there += Number(real);
    both += Number(active && real);
  }
  return scoreDetection(both, found, there);
}
