import type { LocalCost } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import type { AlignmentProblem, Precision } from '../problem/problem.ts';
import type { SolveRequest } from './request.ts';
import type { AlignmentSolution } from './solution.ts';

/** What an opened device can hold, plain frozen data. `Infinity` where nothing but memory limits. */
export interface BackendLimits {
  readonly maximumSide: number;
  readonly maximumCells: number;
  readonly maximumSteps: number;
  readonly maximumBytes: number;
  readonly precisions: readonly Precision[];
}

/** Whether a backend takes a problem's structure, and why not. */
export type Support = { readonly supported: true } | { readonly supported: false; readonly reason: string };

/** Bytes of a solve, before it starts. `input` is what the caller holds already and is not part of `total`. */
export interface MemoryEstimate {
  readonly input: number;
  readonly output: number;
  readonly scratch: number;
  /** `output + scratch`: what the solve allocates. */
  readonly total: number;
  /** Whether the accumulated costs are kept whole or recomputed from checkpoints. */
  readonly plan: 'full' | 'checkpointed';
}

/** Progress of a solve, in visits of lattice cells: forward, backward and path sweeps visit each once. */
export interface SolveProgress {
  readonly done: number;
  readonly total: number;
}

export interface SolveOptions {
  /** Stops the work itself; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called at most once per slice of work (some 10 ms) and at the end; `done` never goes back and ends at `total`. */
  readonly onProgress?: (progress: SolveProgress) => void;
  /**
   * An earlier answer that nobody needs any more: where its arrays fit they are written over and handed out again. In a training loop
   * this saves allocating large gradients anew at every step. A backend may ignore it.
   */
  readonly reuse?: AlignmentSolution;
}

/** One job: solve. A backend never sees a preset's name. */
export interface Backend {
  /** An open string, for example `cpu`. */
  readonly name: string;
  readonly limits: BackendLimits;
  /** Judges the structure only, never the size: cost kind, minimum, steps, tables, band, request. Pure. */
  supports(problem: AlignmentProblem, request: SolveRequest): Support;
  /** Bytes and plan under the memory limit it was opened with. */
  estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate;
  /**
   * @throws UnsupportedError where `supports` says no; MemoryLimitError before work starts; the signal's reason on abort
   */
  solve(problem: AlignmentProblem, request: SolveRequest, options?: SolveOptions): Promise<AlignmentSolution>;
  /** Only where nothing must be waited for. */
  solveSync?(problem: AlignmentProblem, request: SolveRequest, options?: Pick<SolveOptions, 'reuse'>): AlignmentSolution;
  /** Gives everything back. Idempotent. */
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a backend is opened. */
export interface OpenOptions {
  /** A device that the caller owns, for backends that compute on one; it is never destroyed. */
  readonly device?: unknown;
  readonly threads?: number;
  /** The most bytes a solve may allocate; checkpointing makes room where it is exact, else MemoryLimitError. */
  readonly maxBytes?: number;
  /** Minimum functions beside the built-in ones, by name. */
  readonly minimums?: Readonly<Record<string, MinimumFunction>>;
  /** Local costs beside the built-in ones, by name. */
  readonly costs?: Readonly<Record<string, LocalCost>>;
}

/** The answer of a machine without the device: why. */
export interface Unavailable {
  readonly name: string;
  readonly unavailable: true;
  readonly reason: string;
}

/** Opens a backend, or answers that this machine has no such device. */
export interface BackendProvider {
  readonly name: string;
  open(options?: OpenOptions): Promise<Backend | Unavailable>;
}

/** Tells an opened backend from the answer that there is none. */
export function isUnavailable(opened: Backend | Unavailable): opened is Unavailable {
  return 'unavailable' in opened;
}
