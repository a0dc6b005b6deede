import { FrameReader } from '../posteriors/frame-reader.ts';
import type { Posteriors } from '../posteriors/posteriors.ts';
import { checkPosteriors } from '../posteriors/posteriors.ts';
import type { GreedyOptions, GreedyResult } from './greedy-stream.ts';
import { GreedyStream } from './greedy-stream.ts';

/**
 * Best-path decoding: the most probable class of each frame, repetitions merged, then blanks dropped.
 *
 * `logProbability = Σ_n max_k ln p(k | n)`. Of equally probable classes the first is taken. Without a blank (`'none'`) only
 * repetitions are merged. Source: Graves et al., "Connectionist temporal classification", ICML 2006, section 3.2.
 *
 * @param posteriors [batch, frames, classes]
 * @returns one result per item
 * @throws InvalidArgumentError naming the first bad number, row, length or option
 *
 * @example
 * ```ts
 * import { greedyDecode } from '@rubato/decoders';
 * const data = Float64Array.of(0.1, 0.7, 0.2, 0.1, 0.8, 0.1, 0.6, 0.3, 0.1, 0.2, 0.3, 0.5);
 * const [{ labels, frames, logProbability }] = greedyDecode({ data, shape: [1, 4, 3] }, { blank: 0 });
 * labels; // → Int32Array.of(1, 2)
 * frames; // → Int32Array.of(0, 3)
 * logProbability; // → Math.log(0.7 * 0.8 * 0.6 * 0.5)
 * ```
 */
export function greedyDecode(posteriors: Posteriors, options: GreedyOptions = {}): GreedyResult[] {
  checkPosteriors(posteriors);
  const [batch, , classes] = posteriors.shape;
  const reader = new FrameReader(posteriors);
  return Array.from({ length: batch }, (_, item) => {
    const stream = new GreedyStream(classes, options);
    stream.take(reader, item);
    return stream.result();
  });
}
