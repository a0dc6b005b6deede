/** What tfjs knows of an epoch, by name; what a callback adds when the epoch ends stands in the history of `model.fit`. */
export type EpochLogs = Record<string, number>;

/** A callback as `model.fit` and `model.fitDataset` take it: a plain object. */
export interface EpochCallback {
  readonly onEpochBegin?: (epoch: number, logs?: EpochLogs) => void | Promise<void>;
  readonly onEpochEnd?: (epoch: number, logs?: EpochLogs) => void | Promise<void>;
}
