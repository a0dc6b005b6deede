import type { Parameterization } from '@rubato/core';
import type { BlankLatticeWeights } from './blank-lattice.ts';
import { blankLattice } from './blank-lattice.ts';
import { checkOptions } from './check.ts';
import { columnClasses } from './column-classes.ts';
import type { LabelSequences } from './labels.ts';
import { checkBlank, checkSequences, lengthsOf } from './labels.ts';

export interface CtcOptions {
  /** The class of the blank, a whole number ≥ 0. Default 0. */
  readonly blank?: number;
}

/** Every step costs its cell once; only a blank between two different labels may be skipped. */
export const ctcWeights: BlankLatticeWeights = {
  label: [1, 1, 1],
  blank: [1, 1, Infinity],
  repeatedLabel: [1, 1, Infinity],
  separatingBlank: [1, 1, Infinity],
};

/**
 * Connectionist temporal classification: the value is `-log p(labels | frames)` where the cost is `-log p(class | frame)`.
 *
 * Rows are frames, columns the extended labels (a blank before, between and after, M = 2L + 1); steps (1,0), (1,1), and (1,2)
 * where it skips a blank between two different labels; start in column 0 or 1, end in one of the last two; softmin with γ = 1.
 * An empty target has one column. `columnClasses` [B, M] is the `index` of a gathered cost, padded with the blank;
 * `columnLengths` are the numbers of columns. Needs as many frames as labels and adjacent repeats together, else the value is
 * `Infinity`. The gradient by the gathered log-probabilities is minus the posterior occupancy of each class.
 * Sources: Graves et al., "Connectionist temporal classification", ICML 2006; Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026,
 * section V-A.
 *
 * @param labels one sequence of class numbers per item; any may be empty
 * @throws InvalidArgumentError naming item and label that is negative, not whole, or the blank
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { ctc } from '@rubato/presets';
 * const parameterization = ctc([[1]], { blank: 0 });
 * const index = parameterization.columnClasses!;
 * const values = Float64Array.of(0.6, 0.4, 0.3, 0.7).map((p) => -Math.log(p));
 * const cost = { kind: 'gathered', values, shape: [1, 2, index.length], classes: 2, index } as const;
 * const { values: losses } = openReference().solveSync(normaliseProblem({ ...parameterization, cost }), {});
 * losses[0]; // → -Math.log(0.6 * 0.7 + 0.4 * 0.3 + 0.4 * 0.7)
 * ```
 */
export function ctc(labels: LabelSequences, options: CtcOptions = {}): Parameterization {
  checkOptions(options, ['blank']);
  const { blank = 0 } = options;
  checkBlank(blank);
  checkSequences(labels, blank, 0);
  const lengths = lengthsOf(labels);
  const lattice = blankLattice(lengths, (b, l) => labels[b][l] === labels[b][l - 1], ctcWeights);
  return Object.freeze({ ...lattice, columnClasses: columnClasses(labels, blank) });
}
