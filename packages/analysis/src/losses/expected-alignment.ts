import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { checkProblem } from '../check.ts';
import { innerProducts, readCellPenalty } from './cell-penalty.ts';
import { liftedProduct } from './lifted-lattice.ts';
import type { Loss, LossContext, LossParts, LossQuestion } from './loss.ts';
import { oneWeight } from './one-weight.ts';
import { saturated } from './saturate.ts';

/**
 * The expected penalty of an alignment: `⟨Ω, E⟩ = Σ_{n,m} Ω(n, m)·E(n, m)`, with E the soft alignment ∂value/∂D.
 *
 * With softmin it is the mean, over paths drawn from the Gibbs distribution, of the sum of Ω along the path. Its gradient by C is a
 * second-order product along a penalty on cells, whatever the step weights are. Where they differ among steps, or the end multiplies
 * costs, it takes a second solve, with two or three cells for each (three with end multipliers), in rows of antidiagonals: about
 * 2(N+M)·M numbers for each item, 3(N+M)·M with end multipliers, times the number of steps where weights or penalties differ by cell; and
 * the time of a product on two or three times the cells. What that allocates is counted before, and refused beyond the backend's limit.
 * An item without a path has the value `Infinity` and gradient 0.
 * Source: Mensch & Blondel, "Differentiable dynamic programming for structured prediction and attention", ICML 2018, section 3.
 *
 * @param problem from `normaliseProblem`; any minimum (with hardmin E is one path, and the gradient 0)
 * @param penalty Ω, shape [B, N, M], or [N, M] for all items; numbers within ±1e60
 * @throws InvalidArgumentError naming the first penalty that is no such number; MemoryLimitError, when it is computed, for a second solve
 * that does not fit
 *
 * @example
 * ```ts
 * import { computeLoss, expectedAlignment } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const loss = expectedAlignment(problem, Float64Array.of(0, 1, 0, 0));
 * const { values, gradient } = await computeLoss(loss, { gradient: true });
 * values[0]; // → 1 / 3
 * gradient!.data[1]; // → -2 / 9
 * ```
 */
export function expectedAlignment(problem: AlignmentProblem, penalty: FloatArray): Loss {
  checkProblem(problem);
  const direction = readCellPenalty(problem, penalty);
  return {
    problem,
    *evaluate(context) {
      const { parts } = yield* expectedPenalty(problem, direction, context);
      return parts;
    },
  };
}

/** `⟨Ω, E⟩` with its gradient, and the solution it came from, which may be asked for more. */
export function* expectedPenalty(
  problem: AlignmentProblem,
  penalty: FloatArray,
  context: LossContext,
  more: SolveRequest = {},
): Generator<LossQuestion, { readonly parts: LossParts; readonly solution: AlignmentSolution }, AlignmentSolution> {
  const { gradient } = context;
  const weight = oneWeight(problem);
  const direct = gradient && weight !== undefined;
  const solution = yield {
    problem,
    request: {
      ...more,
      softAlignment: true,
      ...(direct ? { hessianProduct: { along: 'cellPenalty', direction: penalty } } : {}),
    },
  };
  const products = innerProducts(problem, penalty, solution.softAlignment!.data);
  const values = products.map((product, b) => (solution.status[b].kind === 'solved' ? product : Infinity));
  const product = direct
    ? saturated(solution.hessianProduct!.data).map((value) => weight * value)
    : gradient
      ? yield* liftedProduct(problem, penalty, context)
      : undefined;
  return { parts: { values, status: solution.status, gradient: product }, solution };
}
