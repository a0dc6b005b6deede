import { FrameReader } from '../posteriors/frame-reader.ts';
import type { Posteriors } from '../posteriors/posteriors.ts';
import { checkPosteriors } from '../posteriors/posteriors.ts';
import { BeamEngine } from './beam-engine.ts';
import type { BeamSearchOptions } from './beam-search-options.ts';
import { engineSettings } from './beam-search-options.ts';
import type { BeamSearchResult } from './rank-entries.ts';
import { rankEntries } from './rank-entries.ts';

/**
 * Prefix beam search: the most probable label sequences, each over all its paths, by keeping the best prefixes from frame to frame.
 *
 * A prefix has two probabilities, of the paths that end in a blank and of those that end in its last label:
 * `p_b(y, n) = p(blank | n) (p_b + p_l)(y, n-1)` and, where y is x with label k appended,
 * `p_l(y, n) = p(k | n) (p_l(y, n-1) + p_b(x, n-1) + [k is not x's last label] p_l(x, n-1))`. All of it in natural logarithms and float64.
 * Where the beam holds every prefix the probabilities are exact; a narrower beam and thresholds make them lower bounds. Without a blank
 * (`'none'`) labels follow each other directly and no label repeats. Prefixes of equal score go in the order of the beam's entries they come
 * from, then of classes.
 * Source: Graves, "Supervised sequence labelling with recurrent neural networks", Springer 2012, section 7.5.
 *
 * @param posteriors [batch, frames, classes]
 * @returns for each item at most `topN` sequences, best first
 * @throws InvalidArgumentError naming the first bad number, row, length or option
 *
 * @example
 * ```ts
 * import { greedyDecode, prefixBeamSearch } from '@rubato/decoders';
 * const posteriors = { data: Float64Array.of(0.6, 0.4, 0.6, 0.4), shape: [1, 2, 2] } as const;
 * greedyDecode(posteriors)[0].labels.length; // → 0
 * // The empty sequence has one path of probability 0.36, "1" has three.
 * const [best, second] = prefixBeamSearch(posteriors, { topN: 2 })[0];
 * best.labels; // → Int32Array.of(1)
 * Math.exp(best.logProbability); // → 0.64
 * Math.exp(second.logProbability); // → 0.36
 * ```
 */
export function prefixBeamSearch(posteriors: Posteriors, options: BeamSearchOptions = {}): BeamSearchResult[][] {
  checkPosteriors(posteriors);
  const reader = new FrameReader(posteriors);
  const { topN, ...settings } = engineSettings(options, reader.classes);
  const engine = new BeamEngine(settings);
  const row = new Float64Array(reader.classes);
  return Array.from({ length: posteriors.shape[0] }, (_, item) => {
    engine.reset();
    for (let frame = 0; frame < reader.length(item); frame++) {
      reader.read(item, frame, row);
      engine.step(row);
    }
    return rankEntries(engine, topN);
  });
}
