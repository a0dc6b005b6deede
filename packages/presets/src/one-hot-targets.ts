import { checkWhole, refuse } from './check.ts';
import type { LabelSequences } from './labels.ts';
import { checkSequences, lengthsOf } from './labels.ts';
import type { TargetMatrix } from './target-matrix.ts';
import { targetMatrix } from './target-matrix.ts';

/**
 * Class numbers as one-hot rows, shape [B, M, classes], padded with zeros: `y[b, m, k] = 1` where label m of item b is k.
 *
 * The label -1 is a rest, an all-zero row; the cost says what a rest costs (`rests` of `negativeLogLikelihood`). Blanks are classes
 * like others: extend with `extendLabels` first where they are wanted. At least one row is made even where all sequences are empty.
 * Source: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, section VI-A.
 *
 * @param labels one sequence of class numbers per item, -1 for a rest
 * @param classes K, the number of classes
 * @throws InvalidArgumentError naming item and label that is not whole or no class
 *
 * @example
 * ```ts
 * import { oneHotTargets } from '@rubato/presets';
 * const targets = oneHotTargets([[1, -1]], 2);
 * Array.from(targets.data); // → [0, 1, 0, 0]
 * targets.shape; // → [1, 2, 2]
 * ```
 */
export function oneHotTargets(labels: LabelSequences, classes: number): TargetMatrix {
  checkWhole('classes', classes, 1, 2 ** 31 - 1);
  checkSequences(labels, undefined, -1);
  labels.forEach((sequence, b) => {
    for (let m = 0; m < sequence.length; m++) {
      if (sequence[m] >= classes) refuse('labels', sequence[m], `a class from 0 to ${classes - 1}, or -1 for a rest`, [b, m]);
    }
  });
  return targetMatrix(lengthsOf(labels), classes, (b, m, put) => {
    if (labels[b][m] >= 0) put(labels[b][m], 1);
  });
}
