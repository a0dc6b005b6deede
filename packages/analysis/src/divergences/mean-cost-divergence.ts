import type { AlignmentProblem, AlignmentSolution } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { checkOptions } from '../check.ts';
import { innerProducts } from '../losses/cell-penalty.ts';
import { finiteCosts } from '../losses/costs-as-direction.ts';
import type { Loss } from '../losses/loss.ts';
import type { DivergenceOptions, DivergenceResult } from './divergence.ts';
import { divergence, divergenceOptions, softDtwSteps } from './divergence.ts';
import type { SequenceBatch } from './sequence-batch.ts';

/**
 * The mean-cost divergence, `f(X, Y) - f(X, X)/2 - f(Y, Y)/2` with f the mean cost over all warping paths, each counted alike.
 *
 * The limit of the other divergences as γ → ∞ (up to a constant where lengths differ); there is no temperature. Symmetric, and 0 for equal
 * sequences; at least 0 for the squared Euclidean cost and equal lengths, as the limit of divergences that are.
 * Source: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021, section 3.
 *
 * @param x [B, N, D] or [N, D], with lengths where the batch is ragged
 * @param y [B, M, D] or [M, D] likewise
 * @param options local cost, gradients, backend, abort signal
 * @throws InvalidArgumentError naming the first side, length or number that is wrong; what the backend throws
 *
 * @example
 * ```ts
 * import { meanCostDivergence } from '@rubato/analysis';
 * const x = { data: Float64Array.of(0, 1), shape: [2, 1] } as const;
 * const y = { data: Float64Array.of(0, 3), shape: [2, 1] } as const;
 * (await meanCostDivergence(x, y)).values[0]; // → 4 + (9 + 1) / 3 - (1 + 1) / 3 / 2 - (9 + 9) / 3 / 2
 * ```
 */
export async function meanCostDivergence(
  x: SequenceBatch,
  y: SequenceBatch,
  options: Omit<DivergenceOptions, 'temperature'> = {},
): Promise<DivergenceResult> {
  checkOptions(
    options,
    divergenceOptions.filter((name) => name !== 'temperature'),
  );
  return divergence(x, y, options, meanCost);
}

/** `⟨U, C⟩` with U the soft alignment where all costs are 0: how often all paths visit each cell. */
function meanCost(problem: AlignmentProblem): Loss {
  const { batch, rows, columns, rowLengths, columnLengths } = problem;
  return {
    problem,
    *evaluate({ costs }) {
      const data = new Float64Array(batch * rows * columns);
      const equal = normaliseProblem({
        steps: softDtwSteps,
        cost: { kind: 'dense', data, shape: [batch, rows, columns] },
        rowLengths,
        columnLengths,
      });
      const solution: AlignmentSolution = yield { problem: equal, request: { softAlignment: true } };
      const { softAlignment, status } = solution;
      const visits = Float64Array.from(softAlignment!.data);
      const values = innerProducts(problem, finiteCosts(problem, costs), visits);
      return { values: values.map((value, b) => (status[b].kind === 'solved' ? value : Infinity)), status, gradient: visits };
    },
  };
}
