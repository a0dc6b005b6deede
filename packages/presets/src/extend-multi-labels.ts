import { checkOptions, checkWhole, refuse } from './check.ts';
import type { MultiLabelSequences } from './labels.ts';
import { checkBlank, checkRows, lengthsOf } from './labels.ts';
import type { TargetMatrix } from './target-matrix.ts';
import { targetMatrix } from './target-matrix.ts';

export interface ExtendMultiLabelsOptions {
  /** The dimension of the blank among the K + 1 of the result. Default 0. */
  readonly blank?: number;
  /** K, the number of classes without the blank. Needed only where all sequences are empty. */
  readonly classes?: number;
}

/**
 * Multi-hot label rows with a blank row before, between and after, shape [B, 2L + 1, K + 1]: the `y` of the cost `multiLabelCtc`.
 *
 * The blank gets a dimension of its own: a blank row is 1 there and 0 elsewhere, a label row is 0 there and holds the label's K
 * numbers in the other dimensions, in order. Padded with zeros.
 * Sources: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, section VI-B; Wigington, Price & Cohen, "Multi-label connectionist temporal
 * classification", ICDAR 2019.
 *
 * @param labels per item a list of rows, each with K numbers in [0, 1]; an item may be empty
 * @throws InvalidArgumentError naming item, row and number that is wrong
 *
 * @example
 * ```ts
 * import { extendMultiLabels } from '@rubato/presets';
 * const targets = extendMultiLabels([[[1, 1]]], { blank: 0 });
 * targets.shape; // → [1, 3, 3]
 * Array.from(targets.data); // → [1, 0, 0, 0, 1, 1, 1, 0, 0]
 * ```
 */
export function extendMultiLabels(labels: MultiLabelSequences, options: ExtendMultiLabelsOptions = {}): TargetMatrix {
  checkOptions(options, ['blank', 'classes']);
  const found = checkRows(labels);
  const { blank = 0, classes = found } = options;
  if (classes === undefined) refuse('classes', undefined, 'the number of classes, since no row shows it');
  checkWhole('classes', classes, 1, 2 ** 31 - 2);
  if (found !== undefined && classes !== found) refuse('classes', classes, `${found}, the length of the rows`);
  checkBlank(blank, classes);
  return targetMatrix(
    lengthsOf(labels).map((length) => 2 * length + 1),
    classes + 1,
    (b, m, put) => {
      if (m % 2 === 0) return put(blank, 1);
      const row = labels[b][(m - 1) / 2];
      for (let k = 0; k < classes; k++) put(k < blank ? k : k + 1, row[k]);
    },
  );
}
