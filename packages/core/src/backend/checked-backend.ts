import type { LocalCost } from '@rubato/costs';
import { localCosts } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import { minimumFunctions } from '@rubato/minimum';
import { DisposedError, InvalidArgumentError, MemoryLimitError, UnsupportedError } from '../errors.ts';
import { show } from '../problem/check.ts';
import type { Cost } from '../problem/cost.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { availableBytes } from './available-bytes.ts';
import type { Backend, BackendLimits, MemoryEstimate, OpenOptions, SolveOptions, Support } from './backend.ts';
import { checkRequest } from './check-request.ts';
import type { SolveRequest } from './request.ts';
import type { AlignmentSolution } from './solution.ts';

function checkMaxBytes(maxBytes: number | undefined): number | undefined {
  if (maxBytes === undefined || (typeof maxBytes === 'number' && maxBytes > 0)) return maxBytes;
  throw new InvalidArgumentError({ argument: 'maxBytes', found: show(maxBytes), expected: 'a number of bytes above 0' });
}

/** What all backends share, wherever they compute: options, limits, and the refusals before work starts. */
export abstract class CheckedBackend implements Backend {
  readonly name: string;
  readonly limits: BackendLimits;
  protected readonly minimums: Readonly<Record<string, MinimumFunction>>;
  protected readonly costs: Readonly<Record<string, LocalCost>>;
  protected readonly maxBytes: number;
  private disposed = false;

  /** @param limits where they differ from those of a backend that only memory limits */
  constructor(name: string, options: OpenOptions, limits: Partial<BackendLimits> = {}) {
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
      ...limits,
    });
  }

  abstract estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate;

  abstract solve(problem: AlignmentProblem, request: SolveRequest, options?: SolveOptions): Promise<AlignmentSolution>;

  supports(problem: AlignmentProblem, request: SolveRequest): Support {
    const reason = this.declines(problem, request);
    return reason === undefined ? { supported: true } : { supported: false, reason };
  }

  /** Why this backend declines a structure, or undefined. */
  protected declines(problem: AlignmentProblem, _request: SolveRequest): string | undefined {
    const { cost, minimum } = problem;
    if (!Object.hasOwn(this.minimums, minimum)) return `the minimum function ${minimum} is not known to this backend`;
    return this.declinesCost(cost);
  }

  /** Why it declines a kind of cost, or undefined. */
  protected declinesCost(cost: Cost): string | undefined {
    return cost.kind === 'device' ? `a device cost belongs to backend ${cost.backend}` : undefined;
  }

  /**
   * Refuses what cannot be solved, before work starts.
   *
   * @throws DisposedError, InvalidArgumentError for the request, UnsupportedError, MemoryLimitError
   */
  protected refuse(problem: AlignmentProblem, request: SolveRequest): void {
    this.refuseStructure(problem, request);
    if (this.maxBytes === Infinity) return;
    const { total } = this.estimate(problem, request);
    if (total > this.maxBytes) throw new MemoryLimitError(`backend ${this.name}`, total, this.maxBytes);
  }

  /** The same without a look at the memory. */
  protected refuseStructure(problem: AlignmentProblem, request: SolveRequest): void {
    if (this.disposed) throw new DisposedError(this.name);
    checkRequest(problem, request);
    const reason = this.declines(problem, request);
    if (reason !== undefined) throw new UnsupportedError(this.name, reason);
  }

  /** Whether it has been given back. */
  protected get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
