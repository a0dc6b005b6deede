import type { BoundaryTableInput, Parameterization } from '@rubato/core';
import { checkOptions } from './check.ts';
import type { Within } from './open-boundary.ts';
import { openBoundary } from './open-boundary.ts';

export interface SubsequenceOptions {
  /** The longer sequence, in which the other is looked for. Default `columns`. */
  readonly within?: Within;
  /** Cost of beginning at each element of the longer sequence: one number, or one per element. Default 0. */
  readonly startPenalty?: BoundaryTableInput;
  /** Cost of ending at each element of the longer sequence: one number, or one per element. Default 0. */
  readonly endPenalty?: BoundaryTableInput;
}

/**
 * Aligns one whole sequence with the best part of the other: start and end of the longer one are free.
 *
 * `within: 'columns'`: start in the first row, `D(0,m) = μ{…, C(0,m)}`, end in the last, `value = μ_m{D(N-1,m)}`; `'rows'` the
 * same with rows and columns exchanged. No list of cells is made. Of a soft minimum the value is soft over all parts.
 * Sources: Müller, "Fundamentals of Music Processing", Springer 2015, section 7.2.3 (subsequence DTW); tutorial of Müller &
 * Zeitler, ISMIR 2025, part 2 (subsequence soft-DTW).
 *
 * @throws InvalidArgumentError where the base does not run from corner to corner (CTC does not), or for a wrong option
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { dtw, subsequence } from '@rubato/presets';
 * const cost = { kind: 'dense', data: Float64Array.of(9, 0, 9, 9, 9, 9, 1, 9), shape: [2, 4] } as const;
 * const { values, paths } = openReference().solveSync(normaliseProblem({ ...subsequence(dtw()), cost }), { path: true });
 * values[0]; // → 1
 * Array.from(paths![0]); // → [0, 1, 1, 2]
 * ```
 */
export function subsequence(base: Parameterization, options: SubsequenceOptions = {}): Parameterization {
  checkOptions(options, ['within', 'startPenalty', 'endPenalty']);
  const { within = 'columns', startPenalty, endPenalty } = options;
  return openBoundary(openBoundary(base, 'start', within, startPenalty), 'end', within, endPenalty);
}
