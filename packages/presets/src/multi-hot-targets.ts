import { refuse } from './check.ts';
import type { MultiLabelSequences } from './labels.ts';
import { checkRows, lengthsOf } from './labels.ts';
import type { TargetMatrix } from './target-matrix.ts';
import { targetMatrix } from './target-matrix.ts';

/**
 * Multi-hot label rows as one array, shape [B, M, K], padded with zeros: the `y` of `binaryCrossEntropy` and its kin.
 *
 * Source: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, section VI-B.
 *
 * @param labels per item a list of rows, each with K numbers in [0, 1]
 * @throws InvalidArgumentError naming item, row and number that is wrong, or when there is no row at all
 *
 * @example
 * ```ts
 * import { multiHotTargets } from '@rubato/presets';
 * const targets = multiHotTargets([[[1, 0, 1]], [[0, 1, 0], [1, 1, 0]]]);
 * targets.shape; // → [2, 2, 3]
 * Array.from(targets.columnLengths); // → [1, 2]
 * Array.from(targets.data); // → [1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0]
 * ```
 */
export function multiHotTargets(labels: MultiLabelSequences): TargetMatrix {
  const classes = checkRows(labels);
  if (classes === undefined) refuse('labels', labels, 'at least one row');
  return targetMatrix(lengthsOf(labels), classes, (b, m, put) => {
    const row = labels[b][m];
    for (let k = 0; k < classes; k++) put(k, row[k]);
  });
}
