import { FrameReader } from '../posteriors/frame-reader.ts';
import type { Posteriors } from '../posteriors/posteriors.ts';
import { checkPosteriors } from '../posteriors/posteriors.ts';

/**
 * The most probable class of each frame, the blank included; of several the first.
 *
 * @param posteriors [batch, frames, classes]
 * @returns one list per item, [its frames]
 * @throws InvalidArgumentError naming the first bad number, row or length
 *
 * @example
 * ```ts
 * import { bestClasses } from '@rubato/decoders';
 * bestClasses({ data: Float64Array.of(0.3, 0.7, 0.5, 0.5), shape: [1, 2, 2] }); // → [Int32Array.of(1, 0)]
 * ```
 */
export function bestClasses(posteriors: Posteriors): Int32Array[] {
  checkPosteriors(posteriors);
  const reader = new FrameReader(posteriors);
  const logProbabilities = new Float64Array(reader.classes);
  return Array.from({ length: posteriors.shape[0] }, (_, item) => {
    const best = new Int32Array(reader.length(item));
    for (let frame = 0; frame < best.length; frame++) {
      reader.read(item, frame, logProbabilities);
      best[frame] = reader.bestClass(item, frame);
    }
    return best;
  });
}
