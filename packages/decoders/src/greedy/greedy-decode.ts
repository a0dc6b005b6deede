import { checkOptions } from '../check.ts';
import { FrameReader } from '../posteriors/frame-reader.ts';
import type { Blank, Posteriors } from '../posteriors/posteriors.ts';
import { checkBlank, checkPosteriors } from '../posteriors/posteriors.ts';

export interface GreedyOptions {
  /** The class of the blank, or `'none'` for networks without one. Default 0. */
  readonly blank?: Blank;
}

/** What the best path of one item spells. */
export interface GreedyResult {
  readonly labels: Int32Array;
  /** The first frame of each label. */
  readonly frames: Int32Array;
  /** The natural logarithm of the best path's probability, which is at most that of its labels. */
  readonly logProbability: number;
}

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
  checkOptions(options, ['blank']);
  const { blank = 0 } = options;
  checkBlank(blank, posteriors.shape[2]);
  const reader = new FrameReader(posteriors);
  const logProbabilities = new Float64Array(reader.classes);
  return Array.from({ length: posteriors.shape[0] }, (_, item) => decodeItem(reader, item, blank, logProbabilities));
}

function decodeItem(reader: FrameReader, item: number, blank: Blank, logProbabilities: Float64Array): GreedyResult {
  const length = reader.length(item);
  const labels = new Int32Array(length);
  const frames = new Int32Array(length);
  let count = 0;
  let logProbability = 0;
  let previous = -1;
  for (let frame = 0; frame < length; frame++) {
    reader.read(item, frame, logProbabilities);
    // On the input as it stands: two different probabilities may have the same logarithm.
    const best = reader.bestClass(item, frame);
    logProbability += logProbabilities[best];
    if (best !== previous && best !== blank) {
      labels[count] = best;
      frames[count++] = frame;
    }
    previous = best;
  }
  return { labels: labels.slice(0, count), frames: frames.slice(0, count), logProbability };
}
