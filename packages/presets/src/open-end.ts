import type { BoundaryTableInput, Parameterization } from '@rubato/core';
import { checkOptions } from './check.ts';
import type { Within } from './open-boundary.ts';
import { openBoundary } from './open-boundary.ts';

export interface OpenEndOptions {
  /** The sequence that a path may leave anywhere. Default `columns`. */
  readonly within?: Within;
  /** Cost of ending at each element, in units of the cost: one number, or one per element. Default 0. */
  readonly penalty?: BoundaryTableInput;
}

/**
 * Lets paths end anywhere in one sequence: the end `(N-1,M-1)` becomes the last row (`within: 'columns'`) or the last column.
 *
 * `value = μ_m{D(N-1,m) + penalty_m}`: what comes after the end costs nothing. Steps, weights, minimum and start stay those of
 * `base`. Source: tutorial of Müller & Zeitler, ISMIR 2025, part 2 (flexible boundary conditions).
 *
 * @throws InvalidArgumentError where the base does not end in the corner (CTC ends in two cells), or for a wrong option
 *
 * @example
 * ```ts
 * import { dtw, openEnd } from '@rubato/presets';
 * openEnd(dtw()).end; // → { set: 'lastRow' }
 * openEnd(dtw(), { within: 'rows' }).end; // → { set: 'lastColumn' }
 * ```
 */
export function openEnd(base: Parameterization, options: OpenEndOptions = {}): Parameterization {
  checkOptions(options, ['within', 'penalty']);
  const { within = 'columns', penalty } = options;
  return openBoundary(base, 'end', within, penalty);
}
