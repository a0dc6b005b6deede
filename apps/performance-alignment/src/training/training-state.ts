import type { AdamState } from './adam.ts';
import { startAdam } from './adam.ts';
import type { Numbers } from './parameters.ts';
import { copyOf } from './parameters.ts';

/** One epoch when it is over; the first record is that of the initial weights, without a training loss. */
export interface EpochRecord {
  /** Mean over the training slices, each with the weights of its step; NaN in the first record. */
  readonly trainingLoss: number;
  /** TimeErr of the validation slices, in milliseconds. */
  readonly validationError: number;
}

/** All that the next step of a training depends on. */
export interface TrainingState {
  readonly weights: Numbers;
  readonly adam: AdamState;
  /** The weights with the lowest validation error so far. */
  best: Numbers;
  readonly history: EpochRecord[];
  /** Batches of the present epoch that are done, and the sum of their slices' losses. */
  batchesDone: number;
  lossSum: number;
  /** Of training, in all processes that worked on it. */
  seconds: number;
}

/** A training before its first step; the weights are then its own. */
export function startState(weights: Numbers): TrainingState {
  return { weights, adam: startAdam(weights), best: copyOf(weights), history: [], batchesDone: 0, lossSum: 0, seconds: 0 };
}

/** The epoch of the best weights: 0 for the initial ones. NaN is never the best. */
export function bestEpoch(history: readonly EpochRecord[]): number {
  let best = 0;
  history.forEach(({ validationError }, epoch) => {
    if (validationError < history[best].validationError || Number.isNaN(history[best].validationError)) best = epoch;
  });
  return best;
}
