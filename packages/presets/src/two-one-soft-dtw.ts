import type { Parameterization } from '@rubato/core';
import { checkOptions, checkWeight, isList, refuse } from './check.ts';
import { twoOneSteps } from './steps.ts';

export interface TwoOneSoftDtwOptions {
  /** γ > 0, in units of the cost: one number, or one per item. Default 1. */
  readonly temperature?: number | ArrayLike<number>;
  /** Weights ≥ 0 of the steps (1,1), (2,1), (1,2); `Infinity` forbids one. Default 1 each. */
  readonly weights?: readonly [number, number, number];
}

/**
 * 2-1-soft-DTW: soft-DTW with the steps (1,1), (2,1) and (1,2), which all advance both sequences.
 *
 * `D(n,m) = softmin_γ{D(n-1,m-1) + w₁·C(n,m), D(n-2,m-1) + w₂·C(n,m), D(n-1,m-2) + w₃·C(n,m)}`. The slope of a path stays
 * between 1/2 and 2, and single elements of either sequence may be skipped; one may be at most twice as long as the other, else
 * there is no path and the value is `Infinity`.
 * Sources: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, section V (step sizes); Müller, "Fundamentals of Music Processing",
 * Springer 2015, section 3.2.2.1.
 *
 * @throws InvalidArgumentError for an unknown option or wrong weights; `normaliseProblem` checks the temperature
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { twoOneSoftDtw } from '@rubato/presets';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 9, 9, 9, 9, 2), shape: [3, 2] } as const;
 * openReference().solveSync(normaliseProblem({ ...twoOneSoftDtw(), cost }), {}).values[0]; // → 3
 * ```
 */
export function twoOneSoftDtw(options: TwoOneSoftDtwOptions = {}): Parameterization {
  checkOptions(options, ['temperature', 'weights']);
  const { weights = [1, 1, 1], temperature = 1 } = options;
  if (!isList(weights) || weights.length !== 3) refuse('weights', weights, 'three weights, of the steps (1,1), (2,1), (1,2)');
  const copy = Array.from(weights);
  copy.forEach((weight, s) => checkWeight('weights', weight, [s]));
  return Object.freeze({ steps: twoOneSteps, stepWeights: Object.freeze(copy), minimum: 'softmin', temperature });
}
