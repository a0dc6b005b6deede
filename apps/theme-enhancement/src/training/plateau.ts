/** When the learning rate falls, and when training ends. */
export interface PlateauSettings {
  readonly learningRate: number;
  /** After so many epochs without a lower validation loss the learning rate is halved. */
  readonly patience: number;
  /** After so many of them training stops. */
  readonly stopAfter: number;
}

/** Where training stands on its way to lower validation losses. */
export interface PlateauState {
  readonly learningRate: number;
  /** `null` before the first epoch has ended. */
  readonly bestLoss: number | null;
  /** Counted from 1; 0 before the first epoch has ended. */
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly stopped: boolean;
}

export function startPlateau({ learningRate }: PlateauSettings): PlateauState {
  return { learningRate, bestLoss: null, bestEpoch: 0, epochs: 0, stopped: false };
}

/**
 * The state after an epoch with this validation loss: as the paper has it (section VII-B), the learning rate is halved each time that
 * `patience` epochs brought no improvement, and training stops when `stopAfter` did. NaN and Infinity are no improvement.
 */
export function afterEpoch(state: PlateauState, validationLoss: number, { patience, stopAfter }: PlateauSettings): PlateauState {
  const epochs = state.epochs + 1;
  if (Number.isFinite(validationLoss) && (state.bestLoss === null || validationLoss < state.bestLoss)) {
    return { learningRate: state.learningRate, bestLoss: validationLoss, bestEpoch: epochs, epochs, stopped: false };
  }
  const without = epochs - state.bestEpoch;
  const learningRate = without % patience === 0 ? state.learningRate / 2 : state.learningRate;
  return { ...state, learningRate, epochs, stopped: without >= stopAfter };
}
