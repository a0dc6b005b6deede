import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { requestNames, asks } from '@rubato/core';

/** What the kernels answer: the value, E, H, and H pulled back to the cost's own arrays. */
const ANSWERED: ReadonlySet<string> = new Set(['gradient', 'inputGradient', 'softAlignment', 'path']);

/** Strips of longer rows would take longer than an abort may wait. */
const MOST_COLUMNS = 2 ** 18;

/**
 * Whether the strips' kernels know a problem's structure: softmin in float32 with the steps (1,0), (0,1), (1,1) in any order, step
 * weights that are the same in all rows, no step penalties but those that forbid.
 */
export function stripsServe(problem: AlignmentProblem, request: SolveRequest): boolean {
  const { precision, steps, stepWeights, stepPenalties, columns } = problem;
  return (
    precision === 'float32' &&
    columns <= MOST_COLUMNS &&
    steps.length === 3 &&
    steps.every(([i, j]) => i <= 1 && j <= 1) &&
    sameInAllRows(stepWeights.shape) &&
    sameInAllRows(stepPenalties.shape) &&
    stepPenalties.data.every((penalty) => penalty === 0 || penalty === Infinity) &&
    requestNames.every((name) => ANSWERED.has(name) || !asks(request, name))
  );
}

function sameInAllRows(shape: readonly [number, number, number, number]): boolean {
  return shape[1] === 1;
}
