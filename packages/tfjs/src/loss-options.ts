import type { Backend } from '@rubato/core';
import type { Lengths } from './lengths.ts';

/** The words for it. */
export const reductions = ['none', 'mean', 'sum', 'meanByTargetLength'] as const;

/** How the losses of a batch become one: not at all, their mean, their sum, or the mean of loss / target length (at least 1). */
export type Reduction = (typeof reductions)[number];

/** What all losses take. */
export interface LossOptions {
  /**
   * What computes: an opened backend, or several of which the first that can does. Default: what `setComputeBackend` named, else the reference
   * solver.
   */
  readonly backend?: Backend | readonly Backend[];
  /** Default `'mean'`. */
  readonly reduction?: Reduction;
  /** Whether an item without any alignment has loss 0 instead of `Infinity`; its gradient is 0 in any case. Default false. */
  readonly zeroInfinity?: boolean;
  /**
   * Whether predictions, and targets that are sequences of features, are [batch, time, …] or [time, batch, …]. Labels (lists, tensors, and
   * what `packTargets` made) have the batch first in both. Default `'batchMajor'`.
   */
  readonly layout?: 'batchMajor' | 'timeMajor';
  /** The number of rows (frames) of each item's predictions. Default: all. */
  readonly predictionLengths?: Lengths;
  /** The number of rows (labels) of each item's targets, where these are a tensor. Default: all. */
  readonly targetLengths?: Lengths;
}
