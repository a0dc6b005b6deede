import type { AdamState } from './adam.ts';
import { startAdam } from './adam.ts';
import type { PlateauSettings, PlateauState } from './plateau.ts';
import { startPlateau } from './plateau.ts';

/** One epoch, when it is over. */
export interface EpochRecord {
  /** Mean over the training examples, each with the weights of its step. */
  readonly trainingLoss: number;
  readonly validationLoss: number;
  readonly learningRate: number;
}

/** All of a training that its next step depends on. */
export interface TrainingState {
  /** Moved in place, and by the variables of the model. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly adam: AdamState;
  /** Weights with the lowest validation loss so far; before the first epoch has ended, the initial ones. */
  best: ReadonlyMap<string, Float32Array>;
  plateau: PlateauState;
  /** Batches of the present epoch that are done, and the sum of their examples' losses. */
  batchesDone: number;
  lossSum: number;
  readonly history: EpochRecord[];
  /** Seconds of training, over all processes that worked on it. */
  seconds: number;
}

/** A training before its first step; the weights are then its own. */
export function startState(weights: ReadonlyMap<string, Float32Array>, settings: PlateauSettings): TrainingState {
  return {
    weights,
    best: copyOf(weights),
    adam: startAdam(weights),
    plateau: startPlateau(settings),
    batchesDone: 0,
    lossSum: 0,
    history: [],
    seconds: 0,
  };
}

export function copyOf(arrays: ReadonlyMap<string, Float32Array>): Map<string, Float32Array> {
  return new Map([...arrays].map(([name, data]) => [name, data.slice()]));
}
