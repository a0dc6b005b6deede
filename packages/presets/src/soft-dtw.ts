import type { Parameterization } from '@rubato/core';
import { checkOptions } from './check.ts';
import { softDtwSteps } from './steps.ts';

export interface SoftDtwOptions {
  /** γ > 0, in units of the cost: one number, or one per item. Default 1. */
  readonly temperature?: number | ArrayLike<number>;
}

/**
 * Soft-DTW: `D(n,m) = C(n,m) + softmin_γ{D(n-1,m), D(n,m-1), D(n-1,m-1)}`, from the first cell to the last.
 *
 * The value is `-γ log Σ_paths exp(-cost of the path/γ)`; it may be negative, and tends to the cost of the best path as γ → 0.
 * Steps (1,0), (0,1), (1,1), all weights 1, so that H = E, the soft alignment.
 * Source: Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017.
 *
 * @throws InvalidArgumentError for an unknown option; `normaliseProblem` refuses a temperature that is not positive
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { softDtw } from '@rubato/presets';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] } as const;
 * const { values } = openReference().solveSync(normaliseProblem({ ...softDtw({ temperature: 0.5 }), cost }), {});
 * values[0]; // → 1 + 4 - 0.5 * Math.log(1 + Math.exp(-2 / 0.5) + Math.exp(-3 / 0.5))
 * ```
 */
export function softDtw(options: SoftDtwOptions = {}): Parameterization {
  checkOptions(options, ['temperature']);
  const { temperature = 1 } = options;
  return Object.freeze({ steps: softDtwSteps, minimum: 'softmin', temperature });
}
