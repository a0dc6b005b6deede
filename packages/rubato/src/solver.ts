import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem, AlignmentSolution, Backend, SolveRequest } from '@rubato/core';

/** A backend that can answer at once. */
export type SynchronousBackend = Backend & Required<Pick<Backend, 'solveSync'>>;

let solver: SynchronousBackend | undefined;

/** What the one-liners compute with: plain TypeScript, opened at the first use, unless `useBackend` said otherwise. */
export function solveSync(problem: AlignmentProblem, request: SolveRequest): AlignmentSolution {
  solver ??= openCpu();
  return solver.solveSync(problem, request);
}

/** Makes the one-liners compute with another backend; answers the one before. */
export function replaceSolver(backend: SynchronousBackend): Backend | undefined {
  const before = solver;
  solver = backend;
  return before;
}
