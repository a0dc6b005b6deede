import type { AlignmentProblem, AlignmentSolution } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';
import { checkProblem } from '../check.ts';
import { finiteCosts, refusePenalties } from './costs-as-direction.ts';
import type { Loss } from './loss.ts';
import { saturate, saturated } from './saturate.ts';

/**
 * The expected cost of a path, `Σ p·cost = value + γ·entropy`: soft-DTW without its entropy, also called sharp.
 *
 * Between the cost of the best path and that of the mean one; never below the value. Its gradient by C is `H + ∇²value·C`. Softmin only,
 * without penalties other than 0 and `Infinity`.
 * Source: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021, section 3 ("sharp soft-DTW").
 *
 * @throws UnsupportedError for any minimum but softmin, and for penalties
 *
 * @example
 * ```ts
 * import { computeLoss, sharpCost } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 2, 2, 1), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const { values } = await computeLoss(sharpCost(problem));
 * values[0]; // → 2 + 2 * (2 * Math.exp(-2)) / (1 + 2 * Math.exp(-2))
 * ```
 */
export function sharpCost(problem: AlignmentProblem): Loss {
  checkProblem(problem);
  if (problem.minimum !== 'softmin') throw new UnsupportedError('sharpCost', 'paths have probabilities under softmin only');
  refusePenalties('sharpCost', problem);
  return {
    problem,
    *evaluate(context) {
      const more = context.gradient
        ? ({ gradient: true, hessianProduct: { along: 'cost', direction: finiteCosts(problem, context.costs) } } as const)
        : {};
      const solution: AlignmentSolution = yield { problem, request: { temperatureGradient: true, ...more } };
      const { values, status, temperatureGradient, gradient, hessianProduct } = solution;
      return {
        values: Float64Array.from(values, (value, b) => {
          const cost = value - problem.temperature[b] * temperatureGradient![b];
          return Number.isFinite(cost) ? cost : Infinity;
        }),
        status,
        gradient:
          gradient === undefined ? undefined : saturated(gradient.data).map((slope, cell) => slope + saturate(hessianProduct!.data[cell])),
      };
    },
  };
}
