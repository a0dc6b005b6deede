import type { BoundaryTableInput, Parameterization } from '@rubato/core';
import { checkOptions } from './check.ts';
import type { Within } from './open-boundary.ts';
import { openBoundary } from './open-boundary.ts';

export interface OpenBeginOptions {
  /** The sequence that a path may enter anywhere. Default `columns`. */
  readonly within?: Within;
  /** Cost of beginning at each element, in units of the cost: one number, or one per element. Default 0. */
  readonly penalty?: BoundaryTableInput;
}

/**
 * Lets paths begin anywhere in one sequence: the start `(0,0)` becomes the first row (`within: 'columns'`) or the first column.
 *
 * `D(0,m) = μ{…, C(0,m) + penalty_m}`: what comes before the begin costs nothing. Steps, weights, minimum and end stay those of
 * `base`. Source: tutorial of Müller & Zeitler, ISMIR 2025, part 2 (flexible boundary conditions).
 *
 * @throws InvalidArgumentError where the base does not start in the corner (CTC starts in two cells), or for a wrong option
 *
 * @example
 * ```ts
 * import { dtw, openBegin } from '@rubato/presets';
 * openBegin(dtw()).start; // → { set: 'firstRow' }
 * openBegin(dtw(), { within: 'rows', penalty: 2 }).start; // → { set: 'firstColumn', penalty: 2 }
 * ```
 */
export function openBegin(base: Parameterization, options: OpenBeginOptions = {}): Parameterization {
  checkOptions(options, ['within', 'penalty']);
  const { within = 'columns', penalty } = options;
  return openBoundary(base, 'start', within, penalty);
}
