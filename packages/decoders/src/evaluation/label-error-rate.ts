import { InvalidArgumentError } from '@rubato/core';
import { isList, refuse } from '../check.ts';
import type { Sequence } from './edit-distance.ts';
import { checkSequence, levenshtein } from './edit-distance.ts';

/**
 * The label error rate of a collection: `Σ distance(reference, hypothesis) / Σ length(reference)`.
 *
 * Over characters it is the character error rate, over words the word error rate. It may exceed 1. Single references may be empty (their
 * hypotheses are all insertions); where all are, there is no rate, and that is an error.
 * Source: Graves et al., "Connectionist temporal classification", ICML 2006, section 2.1, pooled over the collection.
 *
 * @throws InvalidArgumentError for lists of different lengths, anything that is no sequence, and references without any label
 *
 * @example
 * ```ts
 * import { labelErrorRate } from '@rubato/decoders';
 * labelErrorRate([[1, 2, 3], [4]], [[1, 3], [4]]); // → 1 / 4
 * ```
 */
export function labelErrorRate<T>(references: readonly Sequence<T>[], hypotheses: readonly Sequence<T>[]): number {
  if (!isList(references)) refuse('references', references, 'a list of label sequences');
  if (!isList(hypotheses) || hypotheses.length !== references.length) {
    refuse('hypotheses', hypotheses, `a list of ${references.length} label sequences, one for each reference`);
  }
  let distance = 0;
  let labels = 0;
  for (let item = 0; item < references.length; item++) {
    checkSequence('references', references[item], [item]);
    checkSequence('hypotheses', hypotheses[item], [item]);
    distance += levenshtein(references[item], hypotheses[item]);
    labels += references[item].length;
  }
  if (labels > 0) return distance / labels;
  throw new InvalidArgumentError({ argument: 'references', found: 'without any label', expected: 'at least one label to divide by' });
}
