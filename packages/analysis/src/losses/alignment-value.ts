import type { AlignmentProblem, AlignmentSolution } from '@rubato/core';
import { checkProblem } from '../check.ts';
import type { Loss } from './loss.ts';
import { saturated } from './saturate.ts';

/**
 * The value of the problem itself as a loss, to be added to others: soft-DTW, CTC, whatever its parameterization says.
 *
 * @example
 * ```ts
 * import { alignmentValue, computeLoss } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * (await computeLoss(alignmentValue(problem))).values[0]; // → -Math.log(3)
 * ```
 */
export function alignmentValue(problem: AlignmentProblem): Loss {
  checkProblem(problem);
  return {
    problem,
    *evaluate(context) {
      const solution: AlignmentSolution = yield { problem, request: context.gradient ? { gradient: true } : {} };
      const { values, status, gradient } = solution;
      return { values: Float64Array.from(values), status, gradient: gradient === undefined ? undefined : saturated(gradient.data) };
    },
  };
}
