import type { AlignmentProblem } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { readCellPenalty } from './cell-penalty.ts';
import { checkNumber, checkOptions, checkProblem } from '../check.ts';
import { expectedPenalty } from './expected-alignment.ts';
import type { Loss } from './loss.ts';
import { saturate } from './saturate.ts';
import { timeDistortion } from './time-distortion.ts';

export interface DilateOptions {
  /** α from 0 to 1: the share of the shape term. Default 0.5. */
  readonly alpha?: number;
  /** Ω, shape [B, N, M] or [N, M]. Default `timeDistortion(problem)`, squared distance from the diagonal in shares of the lengths. */
  readonly penalty?: FloatArray;
}

/**
 * DILATE: how much shape and timing of two sequences differ, `α·value + (1 - α)·⟨Ω, E⟩`.
 *
 * The shape term is the problem's own value (soft-DTW, in its published form), the temporal term the expected penalty of its soft
 * alignment E; both come from the same solve. Published with soft-DTW, equal lengths and `Ω(n, m) = (n - m)²/N²`, which is the default.
 * To supervise with a known path, hand in `pathDistance(problem, paths)`, as Xu et al. (ICLR 2023) did.
 * Source: Le Guen & Thome, "Shape and time distortion loss for training deep time series forecasting models", NeurIPS 2019.
 *
 * @param problem from `normaliseProblem`, for example with `softDtw`
 * @throws InvalidArgumentError for a wrong option, naming the first bad penalty
 *
 * @example
 * ```ts
 * import { computeLoss, dilate } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const { values } = await computeLoss(dilate(problem, { alpha: 0.25 }));
 * values[0]; // → 0.25 * -Math.log(3) + 0.75 * (2 / 3) / 4
 * ```
 */
export function dilate(problem: AlignmentProblem, options: DilateOptions = {}): Loss {
  checkProblem(problem);
  checkOptions(options, ['alpha', 'penalty']);
  const { alpha = 0.5, penalty } = options;
  checkNumber('options.alpha', alpha, 0, 1);
  const direction = penalty === undefined ? timeDistortion(problem) : readCellPenalty(problem, penalty);
  return {
    problem,
    *evaluate(context) {
      const { parts, solution } = yield* expectedPenalty(problem, direction, context, context.gradient ? { gradient: true } : {});
      const { values, status, gradient } = parts;
      const shape = solution.gradient?.data;
      return {
        // An item without a path, or of a value beyond its precision, stays at Infinity, also where its share is 0.
        values: values.map((temporal, b) =>
          temporal === Infinity || !Number.isFinite(solution.values[b]) ? Infinity : alpha * solution.values[b] + (1 - alpha) * temporal,
        ),
        status,
        gradient: gradient?.map((temporal, cell) => alpha * saturate(shape![cell]) + (1 - alpha) * temporal),
      };
    },
  };
}
