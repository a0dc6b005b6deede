import type { AlignmentProblem, AlignmentSolution } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';
import { checkProblem } from '../check.ts';
import { divideItems } from './divide-items.ts';
import type { Loss } from './loss.ts';
import { pathVisits, sumVisits } from './path-visits.ts';
import { checkPaths } from './paths.ts';
import { saturate } from './saturate.ts';

/**
 * How improbable a known path is: `-ln p(path) = (cost(path) - value)/γ`, in nats, with p the Gibbs distribution over all paths,
 * `p ∝ exp(-cost/γ)`.
 *
 * At least 0, and 0 only where no other path is possible. Its gradient by C, `(H of the path - H)/γ`, raises the costs of what the
 * soft alignment does and the path does not. Weights, penalties and boundary conditions count as the problem has them. Softmin only. An item
 * whose path is forbidden (`Infinity` on its way) has the value `Infinity` and gradient 0.
 * Source: the negative log-likelihood of a conditional random field (Lafferty et al., ICML 2001) on the paths of Cuturi & Blondel, "Soft-DTW:
 * a differentiable loss function for time-series", ICML 2017.
 *
 * @param paths for each item (row, column) pairs from a start candidate to an end candidate, by steps of the problem
 * @throws InvalidArgumentError naming the first item and number that is wrong; UnsupportedError for any minimum but softmin
 *
 * @example
 * ```ts
 * import { computeLoss, pathLikelihood } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const { values } = await computeLoss(pathLikelihood(problem, [Int32Array.of(0, 0, 1, 1)]));
 * values[0]; // → Math.log(3)
 * ```
 */
export function pathLikelihood(problem: AlignmentProblem, paths: readonly Int32Array[]): Loss {
  checkProblem(problem);
  if (problem.minimum !== 'softmin') throw new UnsupportedError('pathLikelihood', 'paths have probabilities under softmin only');
  checkPaths(problem, paths);
  const visits = paths.map((path, b) => pathVisits(problem, b, path));
  return {
    problem,
    *evaluate(context) {
      const known = sumVisits(problem, visits, context);
      const solution: AlignmentSolution = yield { problem, request: context.gradient ? { gradient: true } : {} };
      const { values, status, gradient } = solution;
      const { temperature } = problem;
      return {
        // Rounding may leave the path cheaper than all paths together.
        values: known.values.map((cost, b) => (values[b] < Infinity ? Math.max(0, (cost - values[b]) / temperature[b]) : Infinity)),
        status: status.map((found, b) => (found.kind === 'solved' ? known.status[b] : found)),
        gradient:
          gradient === undefined
            ? undefined
            : divideItems(
                problem,
                known.gradient!.map((visits, cell) => visits - saturate(gradient.data[cell])),
                temperature,
              ),
      };
    },
  };
}
