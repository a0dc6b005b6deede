import type { Parameterization } from '@rubato/core';
import { blankLattice } from './blank-lattice.ts';
import { ctcWeights } from './ctc.ts';
import type { MultiLabelSequences } from './labels.ts';
import { checkRows, equalRows, lengthsOf } from './labels.ts';

/**
 * Multi-label CTC: the lattice of CTC over labels that are sets of classes, given as multi-hot rows.
 *
 * Value `-log p(labels | frames)` with the cost `multiLabelCtc` on the rows of `extendMultiLabels`, which holds the blank. Two equal
 * rows in succession need a blank between them, as in CTC; an all-zero row is a label (no class active), not a blank.
 * Sources: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, section VI-B; Wigington, Price & Cohen, "Multi-label connectionist temporal
 * classification", ICDAR 2019.
 *
 * @param labels per item a list of rows, each with K numbers in [0, 1]; an item may be empty
 * @throws InvalidArgumentError naming item, row and number that is wrong
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { extendMultiLabels, multiLabelCtc } from '@rubato/presets';
 * const labels = [[[1, 0]]];
 * const y = extendMultiLabels(labels, { blank: 0 });
 * const localCost = { name: 'multiLabelCtc', parameters: { blank: 0 } } as const;
 * const x = Float64Array.of(0.2, 0.9, 0.4);
 * const cost = { kind: 'features', x, y: y.data, shape: [1, 1, y.shape[1]], dimension: y.shape[2], localCost } as const;
 * const { values } = openReference().solveSync(normaliseProblem({ ...multiLabelCtc(labels), cost }), {});
 * values[0]; // → -Math.log(0.8 * 0.9 * 0.6)
 * ```
 */
export function multiLabelCtc(labels: MultiLabelSequences): Parameterization {
  checkRows(labels);
  const lengths = lengthsOf(labels);
  return Object.freeze(blankLattice(lengths, (b, l) => equalRows(labels[b][l], labels[b][l - 1]), ctcWeights));
}
