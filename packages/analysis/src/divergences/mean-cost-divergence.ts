import type { AlignmentProblem, AlignmentSolution, ItemStatus } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { checkOptions } from '../check.ts';
import { cellCosts } from '../losses/costs-as-direction.ts';
import type { Loss } from '../losses/loss.ts';
import type { DivergenceOptions, DivergenceResult } from './divergence.ts';
import { divergence, divergenceOptions, softDtwSteps } from './divergence.ts';
import type { SequenceBatch } from './sequence-batch.ts';

/**
 * The mean-cost divergence, `f(X, Y) - f(X, X)/2 - f(Y, Y)/2` with f the mean cost over all warping paths, each counted alike.
 *
 * There is no temperature: it is the limit of the sharp divergence as γ → ∞, for any finite costs. The soft one comes as near for equal
 * lengths only: otherwise it exceeds this by γ·(½ ln D(N,N) + ½ ln D(M,M) - ln D(N,M)) in the limit, with D the number of paths, which
 * grows like γ. Symmetric, and 0 for equal sequences. At least 0 for the squared Euclidean cost and equal lengths, as the limit of
 * divergences that are; below 0 for some sequences of different lengths.
 * The mean is, as published, over all paths: `Infinity`, with gradient 0, where a cell is forbidden (costs `Infinity`), since some path
 * visits it.
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
      const visits = Float64Array.from(solution.softAlignment!.data);
      const cost = cellCosts(problem, costs);
      const values = new Float64Array(batch);
      const size = rows * columns;
      const status = solution.status.map((found, b): ItemStatus => {
        // Every cell lies on a path, also one that is visited so rarely that its share is 0 in floating point.
        if (found.kind !== 'solved' || !cost.subarray(b * size, (b + 1) * size).includes(Infinity)) return found;
        return { kind: 'infeasible', reason: 'a cell is forbidden, so that some path costs Infinity and the mean too' };
      });
      for (let b = 0; b < batch; b++) {
        if (status[b].kind !== 'solved') values[b] = Infinity;
        else for (let cell = b * size; cell < (b + 1) * size; cell++) values[b] += visits[cell] * cost[cell];
      }
      return { values, status, gradient: visits };
    },
  };
}
