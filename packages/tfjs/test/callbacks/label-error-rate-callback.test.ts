import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { ctcLoss, labelErrorRateCallback, packTargets } from '../../src/index.ts';
import type { LabelErrorRateOptions } from '../../src/index.ts';
import { backends } from '../support/backends.ts';
import { expectRefusal } from '../support/refusal.ts';
import { layers, tf } from '../support/tf.ts';

/** Scores [B, N, 3] whose best classes are given. */
function scoresOf(best: readonly (readonly number[])[]): Tensor {
  return tf.tidy(() => tf.cast(tf.oneHot(tf.tensor2d(best as number[][], [best.length, best[0].length], 'int32'), 3), 'float32'));
}

/** A model that predicts what it is given. */
const echo = { predict: (inputs: Tensor | Tensor[]): Tensor => tf.clone(inputs as Tensor) };

async function rateOf(options: LabelErrorRateOptions): Promise<number> {
  const logs: Record<string, number> = {};
  await labelErrorRateCallback(echo, options).onEpochEnd(0, logs);
  return logs[options.name ?? 'labelErrorRate'];
}

describe('labelErrorRateCallback', () => {
  it('is the edit distance of what the best classes spell, over the number of labels', async () => {
    const inputs = scoresOf([
      [1, 1, 0, 2],
      [2, 0, 2, 1],
    ]);
    expect(
      await rateOf({
        inputs,
        labels: [
          [1, 2],
          [2, 2, 1],
        ],
      }),
    ).toBe(0);
    expect(
      await rateOf({
        inputs,
        labels: [
          [1, 1, 2],
          [2, 1],
        ],
      }),
    ).toBe(2 / 5);
    expect(await rateOf({ inputs, labels: [[], [1]], name: 'errors' })).toBe((2 + 2) / 1);
    // Items without frames spell nothing, whatever stands there.
    const padded = tf.concat([tf.mul(tf.ones([1, 4, 3]), NaN), tf.slice(inputs, [1, 0, 0], [1, 4, 3])]);
    expect(await rateOf({ inputs: padded, labels: [[1], [2, 2, 1]], predictionLengths: [0, 4] })).toBe(1 / 4);
    // Without the last frames, and with another blank.
    expect(await rateOf({ inputs, labels: [[1], [2, 2]], predictionLengths: [3, 3] })).toBe(0);
    expect(
      await rateOf({
        inputs,
        labels: [
          [1, 0],
          [0, 1],
        ],
        blank: -1,
      }),
    ).toBe(0);
    expect(
      await rateOf({
        inputs,
        labels: [
          [0, 2],
          [2, 0, 2],
        ],
        blank: 1,
      }),
    ).toBe(0);
    inputs.dispose();
  });

  it('stands in the history of model.fit, falls as the model learns, leaves no tensor and reads nothing synchronously', async () => {
    const [, backend] = backends[1];
    const labels = [
      [1, 2],
      [2, 1],
      [2, 2, 1],
    ];
    const inputs = scoresOf([[1, 0, 2, 2, 0, 0], [2, 2, 1, 1, 0, 0], [2, 0, 2, 0, 0, 1]]); // prettier-ignore
    const targets = packTargets(labels, { shape: [6, 3] });
    const dense = layers.layers.dense({ units: 3, inputShape: [6, 3], kernelInitializer: 'zeros' });
    const model = layers.sequential({ layers: [dense] });
    model.compile({ optimizer: tf.train.adam(0.3), loss: (y, x) => ctcLoss(y, x, { backend }) });
    const held = labelErrorRateCallback(model, { inputs, labels, batchSize: 2, name: 'val_labelErrorRate' });
    const { history } = await model.fit(inputs, targets, { epochs: 30, callbacks: [held] });
    const rates = history['val_labelErrorRate'] as number[];
    expect(rates).toHaveLength(30);
    expect(rates[0]).toBeGreaterThan(0);
    expect(rates.at(-1)).toBe(0);

    const read = vi.spyOn(tf.Tensor.prototype, 'dataSync');
    const before = tf.memory().numTensors;
    const logs = {};
    await held.onEpochEnd(0, logs);
    expect(logs).toEqual({ val_labelErrorRate: 0 });
    expect(read).not.toHaveBeenCalled();
    expect(tf.memory().numTensors).toBe(before);
    read.mockRestore();
  });

  it('lets early stopping watch the rate', async () => {
    const labels = [[1]];
    const inputs = scoresOf([[0, 1, 0]]);
    const model = layers.sequential({ layers: [layers.layers.dense({ units: 3, inputShape: [3, 3], kernelInitializer: 'identity' })] });
    model.compile({ optimizer: 'sgd', loss: (y, x) => ctcLoss(y, x, { backend: backends[0][1] }) });
    const rate = new layers.CustomCallback(labelErrorRateCallback(model, { inputs, labels }));
    const stop = layers.callbacks.earlyStopping({ monitor: 'labelErrorRate', patience: 2 });
    const { history } = await model.fit(inputs, packTargets(labels, { shape: [3, 3] }), { epochs: 9, callbacks: [rate, stop] });
    expect(history['labelErrorRate']).toEqual([0, 0, 0]);
  });

  it('refuses what is wrong before training', () => {
    const inputs = scoresOf([[0, 1, 2]]);
    const expectRefused = (options: object, refusal: Parameters<typeof expectRefusal>[1], model: unknown = echo) =>
      expectRefusal(() => labelErrorRateCallback(model as never, { inputs, labels: [[1]], ...options }), refusal);
    expectRefused({}, { argument: 'model' }, {});
    expectRefused({ labels: [] }, { argument: 'options.labels' });
    expectRefused({ labels: [1] }, { argument: 'options.labels', index: [0], found: '1' });
    expectRefused({ labels: [[]] }, { argument: 'options.labels', expected: /at least one label/ });
    expectRefused({ labels: [[1], [2]] }, { argument: 'options.inputs', expected: /2 items/ });
    expectRefused({ inputs: [inputs, 3] }, { argument: 'options.inputs', index: [1] });
    for (const predictionLengths of [[3, 3], null, 3]) expectRefused({ predictionLengths }, { argument: 'options.predictionLengths' });
    for (const length of [-1, 1.5, NaN, '3']) {
      expectRefused({ predictionLengths: [length] }, { argument: 'options.predictionLengths', index: [0] });
    }
    const disposed = tf.ones([1, 3, 3]);
    disposed.dispose();
    expectRefused({ inputs: disposed }, { argument: 'options.inputs', found: 'a disposed tensor [1, 3, 3] of float32' });
    expectRefused({ batchSize: 0 }, { argument: 'options.batchSize' });
    expectRefused({ name: 1 }, { argument: 'options.name' });
    expectRefused({ blnk: 1 }, { argument: 'options.blnk' });
  });

  it('refuses with the first predictions what they decide, and leaves no tensor', async () => {
    const inputs = scoresOf([[0, 1, 2]]);
    const refusalOf = async (options: object, predict: (inputs: Tensor | Tensor[]) => Tensor | Tensor[] = echo.predict) => {
      const before = tf.memory().numTensors;
      const callback = labelErrorRateCallback({ predict }, { inputs, labels: [[1]], ...options });
      const thrown: unknown = await Promise.resolve(callback.onEpochEnd(0, {})).catch((error: unknown) => error);
      expect(tf.memory().numTensors).toBe(before);
      return () => {
        throw thrown;
      };
    };
    expectRefusal(await refusalOf({ labels: [[0]] }), { argument: 'options.labels', index: [0, 0], found: '0' });
    expectRefusal(await refusalOf({ labels: [[3]] }), { argument: 'options.labels', index: [0, 0] });
    expectRefusal(await refusalOf({ blank: 3 }), { argument: 'options.blank' });
    expectRefusal(await refusalOf({ predictionLengths: [4] }), { argument: 'options.predictionLengths', index: [0] });
    expectRefusal(await refusalOf({}, () => [tf.ones([1]), tf.ones([1])]), { argument: 'model', expected: /one output/ });
    expectRefusal(await refusalOf({}, () => tf.ones([2, 3, 3])), { argument: 'model', expected: 'one output [1, N, K]' });
    expectRefusal(await refusalOf({}, () => tf.ones([1, 3])), { argument: "the model's predictions" });
    const nan = () => tf.tidy(() => tf.mul(tf.ones([1, 3, 3]), NaN));
    expectRefusal(await refusalOf({}, nan), { argument: "the model's predictions", index: [0, 0, 0], found: 'NaN' });
  });
});
