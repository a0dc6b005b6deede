import type { AlignmentSolution, ProblemInput, SolveRequest } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';

const reference = openReference();

/** Checks a problem and solves it with the reference solver. */
export function solve(input: ProblemInput, request: SolveRequest = {}): AlignmentSolution {
  return reference.solveSync(normaliseProblem(input), request);
}
