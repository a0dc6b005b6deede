import type { AlignmentProblem, AlignmentSolution, Backend, SolveRequest } from '@rubato/core';
import { solve } from '@rubato/core';
import type { Environment } from '../environment.ts';
import { createProgress, noProgress } from '../progress.ts';

/** A solution and how long it took: the work alone, without files. */
export interface TimedSolution {
  readonly solution: AlignmentSolution;
  readonly milliseconds: number;
}

/**
 * Solves a problem with progress on the terminal, until Ctrl-C.
 *
 * @param label what the progress is called; undefined shows none
 */
export async function timedSolve(
  problem: AlignmentProblem,
  backend: Backend,
  request: SolveRequest,
  label: string | undefined,
  environment: Environment,
): Promise<TimedSolution> {
  const progress = label === undefined ? noProgress : createProgress(environment, label);
  const started = environment.now();
  try {
    const solution = await solve(problem, backend, request, { signal: environment.signal, onProgress: progress.onProgress });
    return { solution, milliseconds: Math.round((environment.now() - started) * 1000) / 1000 };
  } finally {
    progress.clear();
  }
}
