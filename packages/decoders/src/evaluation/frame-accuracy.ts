import { InvalidArgumentError } from '@rubato/core';
import { checkOptions, isList, refuse } from '../check.ts';

export interface FrameAccuracyOptions {
  /** Frames with this reference are left out: rests, for example, or padding. Default: none is. */
  readonly ignore?: number;
}

/**
 * The share of frames whose predicted class is the reference's: `#{n : predicted_n = reference_n} / N`.
 *
 * @param predicted a class for each frame, for example of `bestClasses`
 * @param reference a class for each frame
 * @throws InvalidArgumentError for lists of different lengths, and where no frame is left to judge
 *
 * @example
 * ```ts
 * import { frameAccuracy } from '@rubato/decoders';
 * frameAccuracy([1, 1, 2, 0], [1, 1, 1, -1]); // → 0.5
 * frameAccuracy([1, 1, 2, 0], [1, 1, 1, -1], { ignore: -1 }); // → 2 / 3
 * ```
 */
export function frameAccuracy(predicted: ArrayLike<number>, reference: ArrayLike<number>, options: FrameAccuracyOptions = {}): number {
  checkOptions(options, ['ignore']);
  if (!isList(reference)) refuse('reference', reference, 'a list of classes, one per frame');
  if (!isList(predicted) || predicted.length !== reference.length) {
    refuse('predicted', predicted, `a list of ${reference.length} classes, one for each frame of the reference`);
  }
  let judged = 0;
  let right = 0;
  for (let n = 0; n < reference.length; n++) {
    if (Number.isNaN(predicted[n])) refuse('predicted', NaN, 'a class', [n]);
    if (Number.isNaN(reference[n])) refuse('reference', NaN, 'a class', [n]);
    if (reference[n] === options.ignore) continue;
    judged++;
    if (predicted[n] === reference[n]) right++;
  }
  if (judged > 0) return right / judged;
  throw new InvalidArgumentError({ argument: 'reference', found: 'without any frame to judge', expected: 'at least one' });
}
