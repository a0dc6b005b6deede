import type { ItemStatus } from '@rubato/core';
import { checkNumber, checkProblem, refuse } from '../check.ts';
import type { Loss } from './loss.ts';
import { saturate } from './saturate.ts';

export interface WeightedLoss {
  /** Any number within ±1e15; below 0 what the loss measures is sought rather than avoided. */
  readonly weight: number;
  readonly loss: Loss;
}

/**
 * A weighted sum of losses on the same problem, `Σ_i weight_i·loss_i`: a regulariser beside what it regularises.
 *
 * An item for which one of them is `Infinity` has the value `Infinity` and gradient 0, whatever the weights.
 *
 * @param terms weights and losses, at least one; all made from one problem
 * @throws InvalidArgumentError for a weight that is no number, or a loss of another problem
 *
 * @example
 * ```ts
 * import { alignmentEntropy, computeLoss, dilate, weightedLosses } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const loss = weightedLosses([
 *   { weight: 1, loss: dilate(problem, { alpha: 1 }) },
 *   { weight: 0.5, loss: alignmentEntropy(problem) },
 * ]);
 * (await computeLoss(loss)).values[0]; // → -0.5 * Math.log(3)
 * ```
 */
export function weightedLosses(terms: readonly WeightedLoss[]): Loss {
  if (!Array.isArray(terms) || terms.length === 0) refuse('terms', terms, 'at least one { weight, loss }');
  const problem: unknown = terms[0]?.loss?.problem;
  terms.forEach((term, i) => {
    if (typeof term?.loss?.evaluate !== 'function') refuse(`terms[${i}].loss`, term?.loss, 'a loss');
    if (term.loss.problem !== problem)
      refuse(`terms[${i}].loss`, 'that of another problem', 'a loss of the same problem object as the first');
    checkNumber(`terms[${i}].weight`, term.weight, -1e15, 1e15);
  });
  checkProblem(problem, 'terms[0].loss.problem');
  return {
    problem,
    *evaluate(context) {
      const values = new Float64Array(problem.batch);
      const status = Array.from(values, (): ItemStatus => ({ kind: 'solved' }));
      let gradient: Float64Array | undefined;
      for (const { weight, loss } of terms) {
        const parts = yield* loss.evaluate(context);
        for (let b = 0; b < values.length; b++) {
          const sum = values[b] + weight * parts.values[b];
          values[b] = Number.isFinite(parts.values[b]) && Number.isFinite(sum) ? sum : Infinity;
          if (status[b].kind === 'solved') status[b] = parts.status[b];
        }
        if (parts.gradient === undefined) continue;
        gradient ??= new Float64Array(parts.gradient.length);
        for (let cell = 0; cell < gradient.length; cell++) gradient[cell] += weight * saturate(parts.gradient[cell]);
      }
      return { values, status, gradient };
    },
  };
}
