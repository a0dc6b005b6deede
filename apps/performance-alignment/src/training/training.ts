import type { Scalar, Tensor3D } from '@tensorflow/tfjs-core';
import { split, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { setImmediate } from 'node:timers/promises';
import type { DataSet, Slice } from '../data/slice.ts';
import type { Extractor } from '../network/extractor.ts';
import { stepAdam } from './adam.ts';
import { batchFeatures, shuffledBatches } from './batches.ts';
import type { Numbers } from './parameters.ts';
import { clipByNorm, copyOf, readParameters, writeParameters } from './parameters.ts';
import type { TrainingState } from './training-state.ts';
import { bestEpoch, startState } from './training-state.ts';

/** A loss of learned features [B, T, D] of scores and performances: the mean over the batch. */
export type FeatureLoss = (batch: readonly Slice[], score: Tensor3D, performance: Tensor3D) => Scalar;

export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The longest that a step's gradient may be. */
  readonly clipNorm: number;
  /** Of the order of slices. */
  readonly seed: number;
}

/** What goes on beside a training. */
export interface TrainingHooks {
  /** Stops between two steps, by throwing its reason, after `onPause`. */
  readonly signal?: AbortSignal;
  readonly onStep?: (state: TrainingState) => void;
  /** Where the state may be kept: after each epoch and before an abort with `due` true, else after every step. */
  readonly onPause?: (state: TrainingState, due: boolean) => void;
}

/** What a training is made of. */
export interface TrainingParts {
  readonly extractor: Extractor;
  readonly loss: FeatureLoss;
  readonly data: Pick<DataSet, 'training'>;
  /** TimeErr on the validation slices with the extractor as it is, in milliseconds. */
  readonly validate: () => Promise<number>;
  readonly settings: TrainingSettings;
}

/** An extractor in training, from its start or from a state that another process left. */
export class Training {
  readonly state: TrainingState;
  readonly #parts: TrainingParts;

  constructor(parts: TrainingParts, state?: TrainingState) {
    this.#parts = parts;
    this.state = state ?? startState(readParameters(parts.extractor.parameters));
  }

  /** Trains to the end, then gives the extractor its best weights. */
  async run(hooks: TrainingHooks = {}): Promise<void> {
    const { settings, extractor, validate } = this.#parts;
    const { state } = this;
    writeParameters(extractor.parameters, state.weights);
    if (state.history.length === 0) state.history.push({ trainingLoss: Number.NaN, validationError: await validate() });
    while (state.history.length <= settings.epochs && !this.hasDiverged) await this.#runEpoch(hooks);
    writeParameters(extractor.parameters, state.best);
  }

  get hasDiverged(): boolean {
    return this.state.history.slice(1).some(({ trainingLoss }) => !Number.isFinite(trainingLoss));
  }

  /** Gives way to the event loop after every step. */
  async #runEpoch({ signal, onStep, onPause }: TrainingHooks): Promise<void> {
    const { state } = this;
    const { data, settings, validate } = this.#parts;
    const batches = shuffledBatches(data.training, settings.batchSize, settings.seed, state.history.length);
    let last = performance.now();
    const countSeconds = (): void => {
      const now = performance.now();
      state.seconds += (now - last) / 1000;
      last = now;
    };
    const stopIfAborted = (): void => {
      if (signal?.aborted !== true) return;
      onPause?.(state, true);
      signal.throwIfAborted();
    };
    stopIfAborted();
    while (state.batchesDone < batches.length) {
      this.#step(batches[state.batchesDone]);
      countSeconds();
      onStep?.(state);
      onPause?.(state, false);
      await setImmediate();
      stopIfAborted();
    }
    const validationError = await validate();
    state.history.push({ trainingLoss: state.lossSum / data.training.length, validationError });
    if (bestEpoch(state.history) === state.history.length - 1) state.best = copyOf(state.weights);
    state.batchesDone = 0;
    state.lossSum = 0;
    countSeconds();
    onPause?.(state, true);
  }

  /** Changes the weights by one batch. */
  #step(batch: readonly Slice[]): void {
    const { state } = this;
    const { extractor, settings } = this.#parts;
    const { loss, gradients } = this.gradients(batch);
    state.lossSum += batch.length * loss;
    state.batchesDone++;
    const norm = clipByNorm(gradients, settings.clipNorm);
    // Where it has diverged there is no way to go; the training ends with the epoch.
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) state.lossSum = Number.NaN;
    else stepAdam(state.adam, state.weights, gradients, settings.learningRate);
    writeParameters(extractor.parameters, state.weights);
  }

  /** The loss of a batch and its gradient by the parameters, with the extractor as it is. */
  gradients(batch: readonly Slice[]): { readonly loss: number; readonly gradients: Numbers } {
    const { extractor } = this.#parts;
    const gradients = new Map<string, Float32Array>();
    const loss = tidy(() => {
      const features = batchFeatures(batch);
      const { value, grads } = variableGrads(() => this.#lossOf(batch, features), [...extractor.parameters.values()]);
      for (const [name, { name: id, size }] of extractor.parameters) {
        // tfjs has no gradient by what the loss does not look at.
        gradients.set(name, id in grads ? Float32Array.from(grads[id].dataSync()) : new Float32Array(size));
      }
      return value.dataSync()[0];
    });
    return { loss, gradients };
  }

  #lossOf(batch: readonly Slice[], features: Tensor3D): Scalar {
    const { extractor, loss } = this.#parts;
    const [score, performance] = split<Tensor3D>(extractor.apply(features), 2, 0);
    return loss(batch, score, performance);
  }
}
