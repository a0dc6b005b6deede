import { latticeLayout } from '../lattice/layout.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { SolveOptions } from './backend.ts';
import { CheckedBackend } from './checked-backend.ts';
import type { SolveRequest } from './request.ts';
import { needsBackward } from './request.ts';
import type { AlignmentSolution } from './solution.ts';
import { runAtOnce, runInSlices } from './time-slices.ts';

/**
 * What backends that compute in this thread share: the two ways to run a generator of work, at once, or in slices that give way to the
 * event loop, look at the abort signal and report progress.
 */
export abstract class BackendBase extends CheckedBackend {
  /**
   * Yields the cells done since the last yield, a few milliseconds' worth at a time; returns the solution. It is closed when an abort
   * ends it early: what it must give back stands in a `finally`.
   *
   * @param reuse an earlier answer whose arrays may be written over
   */
  protected abstract work(
    problem: AlignmentProblem,
    request: SolveRequest,
    reuse: AlignmentSolution | undefined,
  ): Generator<number, AlignmentSolution, void>;

  /** How often `work` visits each cell: once for the values, once for derivatives, once for paths. */
  protected visits(_problem: AlignmentProblem, request: SolveRequest): number {
    return 1 + (needsBackward(request) ? 1 : 0) + (request.path === true ? 1 : 0);
  }

  solveSync(problem: AlignmentProblem, request: SolveRequest, options: Pick<SolveOptions, 'reuse'> = {}): AlignmentSolution {
    return runAtOnce(this.begin(problem, request, options.reuse));
  }

  async solve(problem: AlignmentProblem, request: SolveRequest, options: SolveOptions = {}): Promise<AlignmentSolution> {
    options.signal?.throwIfAborted();
    const work = this.begin(problem, request, options.reuse);
    const total = options.onProgress === undefined ? 0 : latticeLayout(problem).cells * this.visits(problem, request);
    return runInSlices(work, { ...options, total });
  }

  private begin(
    problem: AlignmentProblem,
    request: SolveRequest,
    reuse: AlignmentSolution | undefined,
  ): Generator<number, AlignmentSolution, void> {
    this.refuse(problem, request);
    return this.work(problem, request, reuse);
  }
}
