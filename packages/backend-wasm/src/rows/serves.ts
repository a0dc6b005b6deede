import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { asks, requestNames } from '@rubato/core';

/** What the kernels answer: the value, E, H, and H pulled back to the cost's own arrays. */
const ANSWERED: ReadonlySet<string> = new Set(['gradient', 'inputGradient', 'softAlignment', 'path']);

/** Longer rows would take longer than an abort may wait. */
const MOST_COLUMNS = 2 ** 18;

/**
 * Whether the rows' kernels know a problem's structure: softmin in float32, steps of one row and up to two columns, step weights that
 * are the same in all rows, no step penalties but those that forbid.
 */
export function rowsServe(problem: AlignmentProblem, request: SolveRequest): boolean {
  const { precision, steps, stepWeights, stepPenalties, columns } = problem;
  return (
    precision === 'float32' &&
    columns <= MOST_COLUMNS &&
    steps.every(([i, j]) => i === 1 && j <= 2) &&
    stepWeights.shape[1] === 1 &&
    stepPenalties.shape[1] === 1 &&
    stepPenalties.data.every((penalty) => penalty === 0 || penalty === Infinity) &&
    requestNames.every((name) => ANSWERED.has(name) || !asks(request, name))
  );
}
