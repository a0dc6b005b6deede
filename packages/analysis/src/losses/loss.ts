import type { AlignmentProblem, AlignmentSolution, ItemStatus, SolveRequest } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';

/** One solve that a loss asks for. */
export interface LossQuestion {
  readonly problem: AlignmentProblem;
  readonly request: SolveRequest;
}

/** What a loss is computed for. */
export interface LossContext {
  readonly gradient: boolean;
  /** Local costs beside the built-in ones, by name. */
  readonly costs?: Readonly<Record<string, LocalCost>> | undefined;
  /** What the backend may allocate; a loss that makes problems of its own keeps to it too. Default: no limit. */
  readonly maximumBytes?: number;
}

/** Values and gradients of a loss, before upstream gradients. */
export interface LossParts {
  /** Shape [B]; `Infinity` where there is no path. */
  readonly values: Float64Array;
  readonly status: readonly ItemStatus[];
  /** The gradient by the cost of each cell, in the order of `latticeLayout(problem)`; what lies beyond ±1e150 counts as ±1e150. */
  readonly gradient?: Float64Array | undefined;
}

/**
 * A function of an alignment problem, one value for each item of the batch, with its gradient by the costs. `computeLoss` computes it;
 * it asks for solves and does not care who answers, at once or later.
 */
export interface Loss {
  readonly problem: AlignmentProblem;
  evaluate(context: LossContext): Generator<LossQuestion, LossParts, AlignmentSolution>;
}
