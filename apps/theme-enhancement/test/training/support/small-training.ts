import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DataSet } from '../../../src/data/example.ts';
import { embeddedData } from '../../../src/data/embedded.ts';
import { smallNetwork } from '../../../src/small-network/small-network.ts';
import type { ThemeLoss } from '../../../src/losses/theme-loss.ts';
import type { TrainingSettings } from '../../../src/training/training.ts';
import { Training } from '../../../src/training/training.ts';
import type { TrainingState } from '../../../src/training/training-state.ts';

/** A training that is over in a second. */
export const data: DataSet = embeddedData(1, { training: 10, validation: 3, test: 2 });
const settings: TrainingSettings = { seed: 1, epochs: 3, batchSize: 4, learningRate: 0.01, patience: 5, stopAfter: 10 };
export const createNetwork = (): LayersModel => smallNetwork(data.frameShape, 1);

/** The training of a new network, with other settings where some are given. */
export function createTraining(loss: ThemeLoss, others: Partial<TrainingSettings> = {}, state?: TrainingState): Training {
  return new Training(createNetwork(), loss, data, { ...settings, ...others }, state);
}
