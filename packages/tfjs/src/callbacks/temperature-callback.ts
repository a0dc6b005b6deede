import type { FourStepSchedule, PlateauSchedule, Schedule, TargetInspection } from '@rubato/analysis';
import { checkOptions, refuse } from '../check.ts';
import type { EpochCallback, EpochLogs } from './epoch-callback.ts';

export interface TemperatureCallback extends Required<EpochCallback> {
  /** The temperature of the epoch that goes on: an option of the losses, which ask for it at each batch. */
  readonly temperature: () => number;
}

export interface TemperatureCallbackOptions {
  /** What of the epoch's logs a plateau schedule is told when the epoch ends. Default `'loss'`; `'val_loss'` where there is validation data. */
  readonly monitor?: string;
}

export interface InspectionOptions {
  /** What the modified targets look like when an epoch ends: `inspection` of `diagnose` on examples of one's own, or other numbers. */
  readonly inspect: () => TargetInspection | Promise<TargetInspection>;
}

/**
 * A temperature that follows a schedule, epoch by epoch: the callback goes to `model.fit` or `model.fitDataset`, its `temperature` to
 * `softDtwLoss`, `softDtwDivergence` or `alignmentLoss`.
 *
 * Before training, the temperature is that of epoch 0; afterwards, that of the last epoch. It stands in the history as `temperature`.
 * Epochs count from 0, and from `initialEpoch` on where training goes on. A high temperature smooths the loss over many alignments;
 * lowering it makes the loss follow the best one.
 *
 * A `plateauSchedule` is told the loss, or what `monitor` names, at the end of each epoch, and goes on from where it is. So is a
 * `fourStepSchedule`, but by what `inspect` finds: the logs know nothing of modified targets.
 *
 * @param schedule `constantSchedule`, `linearSchedule`, `exponentialSchedule`, a function from the epoch to the temperature, or
 * `plateauSchedule` or `fourStepSchedule` of `@rubato/analysis`
 * @param options `monitor` for a plateau schedule, `inspect` for a four-step one, which cannot do without
 * @throws InvalidArgumentError with the epoch as index, where the schedule gives anything but a number above 0, or where the logs have no
 * number that a plateau schedule could be told; for an inspection that is none; for an option that the schedule has no use for
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
export function temperatureCallback(schedule: Schedule | PlateauSchedule, options?: TemperatureCallbackOptions): TemperatureCallback;
export function temperatureCallback(schedule: FourStepSchedule, options: InspectionOptions): TemperatureCallback;
export function temperatureCallback(
  schedule: Schedule | PlateauSchedule | FourStepSchedule,
  options: TemperatureCallbackOptions | InspectionOptions = {},
): TemperatureCallback {
  const tell = teller(schedule, options);
  const valueAt = (epoch: number): number => {
    const value: unknown = typeof schedule === 'function' ? schedule(epoch) : schedule.temperature;
    if (typeof value === 'number' && value > 0 && value < Infinity) return value;
    return refuse('schedule', value, 'a temperature, a number above 0', [epoch]);
  };
  let current = valueAt(0);
  return {
    temperature: () => current,
    onEpochBegin: (epoch) => {
      current = valueAt(epoch);
    },
    onEpochEnd: (epoch, logs) => {
      if (logs !== undefined) logs['temperature'] = current;
      return tell(epoch, logs);
    },
  };
}

/** Tells an adaptive schedule how an epoch went. */
type Teller = (epoch: number, logs: EpochLogs | undefined) => void | Promise<void>;

function teller(schedule: Schedule | PlateauSchedule | FourStepSchedule, options: TemperatureCallbackOptions | InspectionOptions): Teller {
  if (isFourStep(schedule)) {
    checkOptions(options, ['inspect']);
    const { inspect } = options as InspectionOptions;
    if (typeof inspect !== 'function') refuse('options.inspect', inspect, 'a function that tells what the modified targets look like');
    return async () => void schedule.report(await inspect());
  }
  checkOptions(options, ['monitor']);
  const { monitor = 'loss' } = options as TemperatureCallbackOptions;
  if (typeof monitor !== 'string') refuse('options.monitor', monitor, 'the name of a value in the logs');
  if (isPlateau(schedule)) {
    return (epoch, logs) => {
      const value: unknown = logs?.[monitor];
      if (typeof value !== 'number' || Number.isNaN(value)) refuse(`logs.${monitor}`, value, 'a number to tell the schedule', [epoch]);
      schedule.report(value);
    };
  }
  if (typeof schedule !== 'function') refuse('schedule', schedule, 'a function from the epoch to the temperature');
  return () => {};
}

function isPlateau(schedule: unknown): schedule is PlateauSchedule {
  return typeof schedule === 'object' && schedule !== null && 'report' in schedule && typeof schedule.report === 'function';
}

/** Of the two that are told how training goes, the one with phases. */
function isFourStep(schedule: unknown): schedule is FourStepSchedule {
  return isPlateau(schedule) && 'phase' in schedule;
}
