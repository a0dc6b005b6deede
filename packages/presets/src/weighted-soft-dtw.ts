import type { Parameterization } from '@rubato/core';
import { checkOptions, checkWeight } from './check.ts';
import { softDtwSteps } from './steps.ts';

export interface WeightedSoftDtwOptions {
  /** w_h ≥ 0 of the step (1,0), which repeats a target; `Infinity` forbids it. Default 1. */
  readonly horizontal?: number;
  /** w_v ≥ 0 of the step (0,1), which repeats a prediction; `Infinity` forbids it. Default 1. */
  readonly vertical?: number;
  /** w_d ≥ 0 of the step (1,1); `Infinity` forbids it. Default 1. */
  readonly diagonal?: number;
  /** γ > 0, in units of the cost: one number, or one per item. Default 1. */
  readonly temperature?: number | ArrayLike<number>;
  /** The name of a minimum function. Default `softmin`. */
  readonly minimum?: string;
}

/**
 * Soft-DTW with step weights:
 * `D(n,m) = μ_γ{D(n-1,m) + w_h·C(n,m), D(n,m-1) + w_v·C(n,m), D(n-1,m-1) + w_d·C(n,m)}`; the first cell costs C(0,0).
 *
 * Two remedies in training (predictions are the rows, targets the columns):
 * - Alignment diagonalises: with sequences of equal length a diagonal step is cheaper than the two steps around the corner.
 *   Weights 1-1-2 (`diagonal: 2`) make both ways equal.
 * - Alignment collapses onto a few targets when single bad predictions make high costs. A low `horizontal` weight, for example
 *   0.1, makes repeating a target cheap, so that outliers inside a repetition count little. Then H ≠ E.
 *
 * Sources: Zeitler, Krause & Müller, "Soft dynamic time warping with variable step weights", ICASSP 2024; tutorial of Müller &
 * Zeitler, ISMIR 2025, part 2.
 *
 * @throws InvalidArgumentError for an unknown option or a weight that is negative or no number; `normaliseProblem` checks the rest
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { weightedSoftDtw } from '@rubato/presets';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 1, 1, 1), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ ...weightedSoftDtw({ diagonal: 2 }), cost });
 * openReference().solveSync(problem, {}).values[0]; // → 3 - Math.log(3)
 * ```
 */
export function weightedSoftDtw(options: WeightedSoftDtwOptions = {}): Parameterization {
  checkOptions(options, ['horizontal', 'vertical', 'diagonal', 'temperature', 'minimum']);
  const { horizontal = 1, vertical = 1, diagonal = 1, temperature = 1, minimum = 'softmin' } = options;
  checkWeight('horizontal', horizontal);
  checkWeight('vertical', vertical);
  checkWeight('diagonal', diagonal);
  return Object.freeze({
    steps: softDtwSteps,
    stepWeights: Object.freeze([horizontal, vertical, diagonal]),
    minimum,
    temperature,
  });
}
