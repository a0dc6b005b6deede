import type { Scalar, Tensor, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { tidy, variableGrads } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { setImmediate } from 'node:timers/promises';
import type { DataSet, Example } from '../data/example.ts';
import type { ThemeLoss } from '../losses/theme-loss.ts';
import { stepAdam } from './adam.ts';
import { batchInputs, inBatches, shuffledBatches } from './batches.ts';
import { nanWhereDiverged } from './divergence.ts';
import { parametersOf, readParameters, writeParameters } from './parameters.ts';
import type { PlateauSettings } from './plateau.ts';
import { afterEpoch } from './plateau.ts';
import type { TrainingState } from './training-state.ts';
import { copyOf, startState } from './training-state.ts';

/** What makes a training reproducible: with the same model, data and loss, the same settings give the same numbers. */
export interface TrainingSettings extends PlateauSettings {
  /** The most epochs. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Of the order of the batches. */
  readonly seed: number;
}

/** Why a training is over; it has diverged when its network gives logits that are not finite. */
export type Ending = 'all epochs' | 'no improvement' | 'diverged';

/** What goes on beside a training. */
export interface TrainingHooks {
  /** Stops between two steps, by throwing its reason, after `onPause`. */
  readonly signal?: AbortSignal;
  /** After every step. */
  readonly onStep?: (state: TrainingState) => void;
  /** Where the state may be kept: after each epoch and before an abort with `due` true, else after every step. */
  readonly onPause?: (state: TrainingState, due: boolean) => void;
}

/** A model in training, from its start or from a state that another process left. */
export class Training {
  readonly model: LayersModel;
  readonly state: TrainingState;
  readonly #loss: ThemeLoss;
  readonly #data: DataSet;
  readonly #settings: TrainingSettings;
  readonly #parameters: ReadonlyMap<string, Variable>;

  constructor(model: LayersModel, loss: ThemeLoss, data: DataSet, settings: TrainingSettings, state?: TrainingState) {
    this.model = model;
    this.#loss = nanWhereDiverged(loss);
    this.#data = data;
    this.#settings = settings;
    this.#parameters = parametersOf(model);
    this.state = state ?? startState(readParameters(this.#parameters), settings);
  }

  /** Undefined while there is something to do. */
  get ending(): Ending | undefined {
    const { plateau, history } = this.state;
    const last = history.at(-1);
    if (last !== undefined && (Number.isNaN(last.trainingLoss) || Number.isNaN(last.validationLoss))) return 'diverged';
    if (plateau.stopped) return 'no improvement';
    return plateau.epochs >= this.#settings.epochs ? 'all epochs' : undefined;
  }

  /** Batches of an epoch. */
  get steps(): number {
    return Math.ceil(this.#data.training.length / this.#settings.batchSize);
  }

  /** Trains to the end, then gives the model its best weights. */
  async run(hooks: TrainingHooks = {}): Promise<this> {
    while (this.ending === undefined) await this.runEpoch(hooks);
    this.keepBest();
    return this;
  }

  /** Trains to the end of the present epoch. Gives way to the event loop after every step. */
  async runEpoch({ signal, onStep, onPause }: TrainingHooks = {}): Promise<void> {
    const { state } = this;
    const { batchSize, seed } = this.#settings;
    writeParameters(this.#parameters, state.weights);
    const batches = shuffledBatches(this.#data.training, batchSize, seed, state.plateau.epochs);
    let last = performance.now();
    const countSeconds = (): void => {
      const now = performance.now();
      state.seconds += (now - last) / 1000;
      last = now;
    };
    while (state.batchesDone < batches.length) {
      this.#step(batches[state.batchesDone]);
      countSeconds();
      onStep?.(state);
      onPause?.(state, false);
      await setImmediate();
      if (signal?.aborted === true) {
        onPause?.(state, true);
        signal.throwIfAborted();
      }
    }
    this.#endEpoch();
    countSeconds();
    onPause?.(state, true);
  }

  /** Gives the model the weights with the lowest validation loss. */
  keepBest(): void {
    writeParameters(this.#parameters, this.state.best);
  }

  /** Changes the weights by one batch. */
  #step(batch: readonly Example[]): void {
    const { state, model } = this;
    const gradients = new Map<string, Float32Array>();
    const loss = tidy(() => {
      const inputs = batchInputs(batch, this.#data.frameShape);
      const lossOf = (): Scalar => this.#loss(batch, model.apply(inputs, { training: true }) as Tensor3D);
      const { value, grads } = variableGrads(lossOf, [...this.#parameters.values()]);
      for (const [name, variable] of this.#parameters) gradients.set(name, numbersOf(grads[variable.name], variable.size));
      return value.dataSync()[0];
    });
    state.lossSum += batch.length * loss;
    state.batchesDone++;
    // Where it has diverged there is no way to go: the step counts, and the training ends with the epoch.
    if (Number.isNaN(loss)) state.adam.steps++;
    else stepAdam(state.adam, state.weights, gradients, state.plateau.learningRate);
    writeParameters(this.#parameters, state.weights);
  }

  #endEpoch(): void {
    const { state } = this;
    const { learningRate } = state.plateau;
    const validationLoss = this.meanLoss(this.#data.validation);
    state.history.push({ trainingLoss: state.lossSum / this.#data.training.length, validationLoss, learningRate });
    state.plateau = afterEpoch(state.plateau, validationLoss, this.#settings);
    if (state.plateau.bestEpoch === state.plateau.epochs) state.best = copyOf(state.weights);
    state.batchesDone = 0;
    state.lossSum = 0;
  }

  /** The mean loss of examples, with the weights that the model has; NaN where they give logits that are not finite. */
  meanLoss(examples: readonly Example[]): number {
    let sum = 0;
    for (const batch of inBatches(examples, this.#settings.batchSize)) {
      tidy(() => {
        const logits = this.model.apply(batchInputs(batch, this.#data.frameShape)) as Tensor3D;
        sum += batch.length * this.#loss(batch, logits).dataSync()[0];
      });
    }
    return sum / examples.length;
  }
}

/** tfjs has no gradient for a variable that the loss does not look at. */
function numbersOf(gradient: Tensor | undefined, size: number): Float32Array {
  return gradient === undefined ? new Float32Array(size) : (gradient.dataSync() as Float32Array);
}
