import { InvalidArgumentError } from '@rubato/core';
import { greedyDecode, labelErrorRate } from '@rubato/decoders';
import type { LabelSequences } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { dispose } from '@tensorflow/tfjs-core';
import { readBlank } from '../blank.ts';
import { checkOptions, checkTensor, checkWhole, inWords, isList, isTensor, refuse, withNames } from '../check.ts';
import { decodable } from '../decodable.ts';
import { readLengths } from '../lengths.ts';
import { checkLabels } from '../read-labels.ts';
import { readFloatsLater } from '../read-tensor.ts';
import type { EpochCallback } from './epoch-callback.ts';

/** What predicts: a model of tfjs. */
export interface Predictor {
  predict(inputs: Tensor | Tensor[], options?: { readonly batchSize?: number }): Tensor | Tensor[] | Record<string, Tensor>;
}

export interface LabelErrorRateOptions {
  /** What the model predicts from, as `model.predict` takes it: the caller's to dispose of, after the training. */
  readonly inputs: Tensor | Tensor[];
  /** The label sequence of each item, without blanks. */
  readonly labels: LabelSequences;
  /** The number of frames of each item's predictions, 0 for none. Default: all. */
  readonly predictionLengths?: ArrayLike<number>;
  /** The class of the blank; negative numbers count from the last class, -1. Default 0. */
  readonly blank?: number;
  /** How many items are predicted at once. Default 32. */
  readonly batchSize?: number;
  /** The name of the rate in the logs. Default `'labelErrorRate'`. */
  readonly name?: string;
}

/**
 * The label error rate on held-out data when an epoch ends, `Σ edit distance / Σ number of labels` of what greedy decoding reads in the
 * predictions: in the logs for the callbacks that follow, and in the history of `model.fit` or `model.fitDataset`.
 *
 * Predictions [B, N, K] may be logits, log-probabilities or probabilities: a frame's largest number counts. They are read
 * asynchronously, and no tensor is left behind.
 * Source: Graves et al., "Connectionist temporal classification", ICML 2006, sections 2.1 and 3.2.
 *
 * @param model the model in training, with one output
 * @param options held-out inputs and labels, lengths, blank
 * @throws InvalidArgumentError naming what is wrong; what the predictions decide, when the first epoch ends
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as layers from '@tensorflow/tfjs-layers';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { ctcLoss, labelErrorRateCallback, packTargets, setComputeBackend } from '@rubato/tfjs';
 * setComputeBackend(openCpu());
 * const dense = layers.layers.dense({ units: 3, inputShape: [4, 3], kernelInitializer: 'zeros' });
 * const model = layers.sequential({ layers: [dense] });
 * model.compile({ optimizer: tf.train.adam(0.5), loss: ctcLoss });
 * const labels = [[1, 2]];
 * const inputs = tf.tensor3d([0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1], [1, 4, 3]);
 * const targets = packTargets(labels, { shape: [4, 3] });
 * const { history } = await model.fit(inputs, targets, { epochs: 20, callbacks: labelErrorRateCallback(model, { inputs, labels }) });
 * history['labelErrorRate'].at(-1); // → 0
 * ```
 */
export function labelErrorRateCallback(
  model: Predictor,
  options: LabelErrorRateOptions,
): EpochCallback & Required<Pick<EpochCallback, 'onEpochEnd'>> {
  checkOptions(options, ['inputs', 'labels', 'predictionLengths', 'blank', 'batchSize', 'name']);
  const { inputs, labels, predictionLengths, blank = 0, batchSize = 32, name = 'labelErrorRate' } = options;
  if (typeof (model as Partial<Predictor> | null)?.predict !== 'function') refuse('model', model, 'a model with predict');
  if (!isList(labels) || labels.length === 0) refuse('options.labels', labels, 'a list of label sequences, one per item');
  for (let b = 0; b < labels.length; b++) if (!isList(labels[b])) refuse('options.labels', labels[b], 'a list of labels', [b]);
  if (labels.every(({ length }) => length === 0)) refuse('options.labels', labels, 'at least one label to divide by');
  checkInputs(inputs, labels.length);
  // What of a length the predictions decide is checked with them.
  const checkedLengths = (most: number): Int32Array => readLengths('options.predictionLengths', predictionLengths, labels.length, most);
  if (predictionLengths !== undefined) checkedLengths(2 ** 31 - 1);
  checkWhole('options.batchSize', batchSize, 1, 2 ** 31 - 1);
  if (typeof name !== 'string') refuse('options.name', name, 'a string');
  return {
    onEpochEnd: async (_, logs) => {
      const output = model.predict(inputs, { batchSize });
      try {
        checkOutput(output, labels.length);
        const [batch, frames, classes] = output.shape as [number, number, number];
        const blankClass = readBlank(blank, classes);
        withNames({ targets: 'options.labels' }, () => checkLabels(labels, classes, blankClass));
        const lengths = checkedLengths(frames);
        const shape = [batch, frames, classes] as const;
        const posteriors = { ...decodable(await readFloatsLater(output), shape, lengths), shape, form: 'logits' } as const;
        const decoded = withNames({ 'posteriors.data': "the model's predictions" }, () => greedyDecode(posteriors, { blank: blankClass }));
        const rate = labelErrorRate(
          labels,
          decoded.map((item, b) => (lengths[b] === 0 ? [] : item.labels)),
        );
        if (logs !== undefined) logs[name] = rate;
      } finally {
        dispose(output);
      }
    },
  };
}

function checkInputs(inputs: unknown, batch: number): void {
  const list = Array.isArray(inputs) ? (inputs as unknown[]) : [inputs];
  list.forEach((each, k) => {
    if (isTensor(each) && each.shape[0] === batch && each.isDisposed !== true) return;
    refuse('options.inputs', each, `a tensor of ${batch} items, as there are label sequences`, Array.isArray(inputs) ? [k] : undefined);
  });
}

function checkOutput(output: unknown, batch: number): asserts output is Tensor {
  if (isTensor(output)) checkTensor("the model's predictions", output, ['B', 'N', 'K']);
  if (isTensor(output) && output.shape[0] === batch) return;
  throw new InvalidArgumentError({
    argument: 'model',
    found: `a model that predicts ${inWords(output)}`,
    expected: `one output [${batch}, N, K]`,
  });
}
