import type { AlignmentProblem, ProblemInput, SolveRequest } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';

/** Numbers from 0 to 3 that look random, and are the same each time. */
const numbers = (length: number): Float32Array => Float32Array.from({ length }, (_, k) => 3 * ((k * 0.6180339887) % 1));

/** A problem with the steps of DTW. */
export function plainProblem(batch: number, rows: number, columns: number, more: Partial<ProblemInput> = {}): AlignmentProblem {
  return normaliseProblem({
    cost: { kind: 'dense', data: numbers(batch * rows * columns), shape: [batch, rows, columns] },
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    ...more,
  });
}

/** Everything that may be asked. */
export const everything = (batch: number, rows: number, columns: number): SolveRequest => ({
  gradient: true,
  inputGradient: true,
  softAlignment: true,
  accumulatedCost: true,
  stepWeightGradient: 'table',
  stepPenaltyGradient: 'full',
  temperatureGradient: true,
  boundaryGradient: true,
  edgeMarginals: true,
  marginals: [{ by: 'step' }],
  hessianProduct: { along: 'cost', direction: numbers(batch * rows * columns) },
  path: true,
});
