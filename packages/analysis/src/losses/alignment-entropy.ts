import type { AlignmentProblem, AlignmentSolution } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';
import { checkProblem } from '../check.ts';
import { divideItems } from './divide-items.ts';
import { finiteCosts, refusePenalties } from './costs-as-direction.ts';
import type { Loss } from './loss.ts';
import { saturated } from './saturate.ts';

/**
 * How undecided an alignment is: the entropy `-Σ p ln p` of the Gibbs distribution over all paths, in nats.
 *
 * It is -∂value/∂γ, in a form without cancellation; 0 where one path alone is possible, ln of their number where all cost the same. Its
 * gradient by C is `-∂H/∂γ = ∇²value·C/γ`, since costs and temperature scale together. Softmin only; the gradient is refused where the
 * problem has penalties other than 0 and `Infinity`. Add it with a weight by `weightedLosses`: a negative weight keeps alignments soft, a
 * positive one sharpens them.
 * Source: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021, section 3 (value, entropy and sharp
 * value); Mensch & Blondel, ICML 2018 (second order).
 *
 * @throws UnsupportedError for any minimum but softmin, and as above
 *
 * @example
 * ```ts
 * import { alignmentEntropy, computeLoss } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 2 });
 * const { values } = await computeLoss(alignmentEntropy(problem));
 * values[0]; // → Math.log(3)
 * ```
 */
export function alignmentEntropy(problem: AlignmentProblem): Loss {
  checkProblem(problem);
  if (problem.minimum !== 'softmin') throw new UnsupportedError('alignmentEntropy', 'paths have probabilities under softmin only');
  return {
    problem,
    *evaluate(context) {
      if (context.gradient) refusePenalties('the gradient of alignmentEntropy', problem);
      const more = context.gradient ? { hessianProduct: { along: 'cost', direction: finiteCosts(problem, context.costs) } as const } : {};
      const solution: AlignmentSolution = yield { problem, request: { temperatureGradient: true, ...more } };
      const { status, temperatureGradient, hessianProduct } = solution;
      return {
        values: Float64Array.from(temperatureGradient!, (derivative, b) =>
          status[b].kind === 'solved' ? Math.max(0, -derivative) : Infinity,
        ),
        status,
        gradient: hessianProduct === undefined ? undefined : divideItems(problem, saturated(hessianProduct.data), problem.temperature),
      };
    },
  };
}
