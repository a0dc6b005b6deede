import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';

let solver: ReturnType<typeof openCpu> | undefined;

/** What the one-liners compute with, opened at the first use. */
export function solveSync(problem: AlignmentProblem, request: SolveRequest): AlignmentSolution {
  solver ??= openCpu();
  return solver.solveSync(problem, request);
}
