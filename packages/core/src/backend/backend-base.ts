import type { LocalCost } from '@rubato/costs';
import { localCosts } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import { minimumFunctions } from '@rubato/minimum';
import { DisposedError, InvalidArgumentError, MemoryLimitError, UnsupportedError } from '../errors.ts';
import { latticeLayout } from '../lattice/layout.ts';
import { show } from '../problem/check.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { Backend, BackendLimits, MemoryEstimate, OpenOptions, SolveOptions, Support } from './backend.ts';
import { checkRequest } from './check-request.ts';
import type { SolveRequest } from './request.ts';
import { needsBackward } from './request.ts';
import type { AlignmentSolution } from './solution.ts';
import { giveWay } from './give-way.ts';
import { availableBytes } from './available-bytes.ts';

function checkMaxBytes(maxBytes: number | undefined): number | undefined {
  if (maxBytes === undefined || (typeof maxBytes === 'number' && maxBytes > 0)) return maxBytes;
  throw new InvalidArgumentError({ argument: 'maxBytes', found: show(maxBytes), expected: 'a number of bytes above 0' });
}

/** Asynchronous solves give way at least every 20 ms; half of them are left to the piece of work that is under way when time is up. */
const SLICE_MILLISECONDS = 10;

/**
 * What backends that compute in this thread share: options, the refusals before work starts, and the two ways to run a generator
 * of work: at once, or in slices that give way to the event loop, look at the abort signal and report progress.
 */
export abstract class BackendBase implements Backend {
  readonly name: string;
  readonly limits: BackendLimits;
  protected readonly minimums: Readonly<Record<string, MinimumFunction>>;
  protected readonly costs: Readonly<Record<string, LocalCost>>;
  protected readonly maxBytes: number;
  private disposed = false;

  constructor(name: string, options: OpenOptions) {
    this.name = name;
    this.minimums = { ...minimumFunctions, ...options.minimums };
    this.costs = { ...localCosts, ...options.costs };
    this.maxBytes = checkMaxBytes(options.maxBytes) ?? availableBytes();
    this.limits = Object.freeze({
      maximumSide: 2 ** 31 - 1,
      maximumCells: Infinity,
      maximumSteps: 64,
      maximumBytes: this.maxBytes,
      precisions: Object.freeze(['float32', 'float64'] as const),
    });
  }

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

  abstract estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate;

  supports(problem: AlignmentProblem, request: SolveRequest): Support {
    const reason = this.declines(problem, request);
    return reason === undefined ? { supported: true } : { supported: false, reason };
  }

  /** Why this backend declines a structure, or undefined. */
  protected declines(problem: AlignmentProblem, _request: SolveRequest): string | undefined {
    if (problem.cost.kind === 'device') return `a device cost belongs to backend ${problem.cost.backend}`;
    if (!Object.hasOwn(this.minimums, problem.minimum)) return `the minimum function ${problem.minimum} is not known to this backend`;
    return undefined;
  }

  solveSync(problem: AlignmentProblem, request: SolveRequest, options: Pick<SolveOptions, 'reuse'> = {}): AlignmentSolution {
    const work = this.begin(problem, request, options.reuse);
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
  }

  async solve(problem: AlignmentProblem, request: SolveRequest, options: SolveOptions = {}): Promise<AlignmentSolution> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const work = this.begin(problem, request, options.reuse);
    const total = onProgress === undefined ? 0 : latticeLayout(problem).cells * this.visits(problem, request);
    let done = 0;
    let sliceEnd = performance.now() + SLICE_MILLISECONDS;
    try {
      for (;;) {
        const step = work.next();
        if (step.done === true) {
          onProgress?.({ done: total, total });
          return step.value;
        }
        done += step.value;
        if (performance.now() < sliceEnd) continue;
        onProgress?.({ done: Math.min(done, total), total });
        await giveWay();
        signal?.throwIfAborted();
        sliceEnd = performance.now() + SLICE_MILLISECONDS;
      }
    } finally {
      work.return(undefined as never);
    }
  }

  private begin(
    problem: AlignmentProblem,
    request: SolveRequest,
    reuse: AlignmentSolution | undefined,
  ): Generator<number, AlignmentSolution, void> {
    if (this.disposed) throw new DisposedError(this.name);
    checkRequest(problem, request);
    const reason = this.declines(problem, request);
    if (reason !== undefined) throw new UnsupportedError(this.name, reason);
    if (this.maxBytes !== Infinity) {
      const { total } = this.estimate(problem, request);
      if (total > this.maxBytes) throw new MemoryLimitError(`backend ${this.name}`, total, this.maxBytes);
    }
    return this.work(problem, request, reuse);
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
