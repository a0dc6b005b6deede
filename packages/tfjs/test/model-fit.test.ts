import { expect, it } from 'vitest';
import { ctcLoss, packTargets } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { classes, decodeGreedily, writeWords } from './support/handwriting.ts';
import { layers, tf } from './support/tf.ts';

const FRAMES = 28;

it('trains a model by model.fit with ctcLoss to label error rate 0 on words that it has not seen', async () => {
  const [, backend] = backends[1];
  const kernelInitializer = (seed: number) => layers.initializers.glorotUniform({ seed });
  const model = layers.sequential();
  const window = { filters: 16, kernelSize: 7, padding: 'same', activation: 'tanh' } as const;
  model.add(layers.layers.conv1d({ ...window, inputShape: [FRAMES, 2], kernelInitializer: kernelInitializer(1) }));
  model.add(layers.layers.dense({ units: classes, kernelInitializer: kernelInitializer(2) }));
  model.compile({ optimizer: tf.train.adam(0.02), loss: (targets, predictions) => ctcLoss(targets, predictions, { backend }) });

  const training = writeWords(96, FRAMES, 1);
  const targets = packTargets(training.labels, { shape: [FRAMES, classes], predictionLengths: training.lengths });
  const inputs = tf.tensor3d(training.data, training.shape);
  const { history } = await model.fit(inputs, targets, { epochs: 30, batchSize: 16, shuffle: false, yieldEvery: 'never' });
  const losses = history['loss'] as number[];
  expect(losses.at(-1)).toBeLessThan(0.1 * losses[0]);

  const unseen = writeWords(64, FRAMES, 2);
  const scores = (model.predict(tf.tensor3d(unseen.data, unseen.shape)) as { dataSync(): Float32Array }).dataSync();
  const decoded = unseen.lengths.map((length, b) => decodeGreedily(scores, length, b * FRAMES * classes));
  expect(decoded).toEqual(unseen.labels);

  const [loss] = [model.evaluate(tf.tensor3d(training.data, training.shape), targets)].flat();
  expect(loss.dataSync()[0]).toBeLessThan(0.1 * losses[0]);
});
