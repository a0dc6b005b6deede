import { refuse } from '../check.ts';
import type { EpochCallback } from './epoch-callback.ts';
import type { Schedule } from './schedules.ts';

export interface TemperatureCallback extends Required<EpochCallback> {
  /** The temperature of the epoch that goes on: an option of the losses, which ask for it at each batch. */
  readonly temperature: () => number;
}

/**
 * A temperature that follows a schedule, epoch by epoch: the callback goes to `model.fit` or `model.fitDataset`, its `temperature` to
 * `softDtwLoss`, `softDtwDivergence` or `alignmentLoss`.
 *
 * Before training, the temperature is that of epoch 0; afterwards, that of the last epoch. It stands in the history as `temperature`.
 * Epochs count from 0, and from `initialEpoch` on where training goes on. A high temperature smooths the loss over many alignments;
 * lowering it makes the loss follow the best one.
 *
 * @param schedule `constantSchedule`, `linearSchedule`, `exponentialSchedule`, or a function from the epoch to the temperature
 * @throws InvalidArgumentError with the epoch as index, where the schedule gives anything but a number above 0
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as layers from '@tensorflow/tfjs-layers';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { exponentialSchedule, setComputeBackend, softDtwLoss, temperatureCallback } from '@rubato/tfjs';
 * setComputeBackend(openCpu());
 * const annealing = temperatureCallback(exponentialSchedule({ from: 1, to: 0.01, epochs: 2 }));
 * const { temperature } = annealing;
 * const model = layers.sequential({ layers: [layers.layers.dense({ units: 2, inputShape: [null, 1] })] });
 * model.compile({ optimizer: 'sgd', loss: (targets, predictions) => softDtwLoss(targets, predictions, { temperature }) });
 * const { history } = await model.fit(tf.ones([1, 4, 1]), tf.ones([1, 3, 2]), { epochs: 3, callbacks: annealing });
 * history['temperature']; // → [1, 0.1, 0.01]
 * ```
 */
export function temperatureCallback(schedule: Schedule): TemperatureCallback {
  const valueAt = (epoch: number): number => {
    const value: unknown = schedule(epoch);
    if (typeof value === 'number' && value > 0 && value < Infinity) return value;
    return refuse('schedule', value, 'a temperature, a number above 0', [epoch]);
  };
  if (typeof schedule !== 'function') refuse('schedule', schedule, 'a function from the epoch to the temperature');
  let current = valueAt(0);
  return {
    temperature: () => current,
    onEpochBegin: (epoch) => {
      current = valueAt(epoch);
    },
    onEpochEnd: (_, logs) => {
      if (logs !== undefined) logs['temperature'] = current;
    },
  };
}
