import { greedyDecode } from '@rubato/decoders';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { packTargets } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { classes, writeWords } from './support/handwriting.ts';
import { createReader } from './support/reader.ts';
import { tf } from './support/tf.ts';

const FRAMES = 28;

it('trains a model by model.fit with ctcLoss to label error rate 0 on words that it has not seen', async () => {
  const [, backend] = backends[1];
  const model = createReader(backend);
  const training = writeWords(96, FRAMES, 1);
  const targets = packTargets(training.labels, { shape: [FRAMES, classes], predictionLengths: training.lengths });
  const inputs = tf.tensor3d(training.data, training.shape);
  const { history } = await model.fit(inputs, targets, { epochs: 30, batchSize: 16, shuffle: false, yieldEvery: 'never' });
  const losses = history['loss'] as number[];
  expect(losses.at(-1)).toBeLessThan(0.1 * losses[0]);

  const unseen = writeWords(64, FRAMES, 2);
  const predictions = model.predict(tf.tensor3d(unseen.data, unseen.shape)) as Tensor3D;
  const data = (await predictions.data()) as Float32Array;
  const decoded = greedyDecode({ data, shape: predictions.shape, lengths: unseen.lengths, form: 'logits' });
  expect(decoded.map((item) => [...item.labels])).toEqual(unseen.labels);

  const [loss] = [model.evaluate(tf.tensor3d(training.data, training.shape), targets)].flat();
  expect(loss.dataSync()[0]).toBeLessThan(0.1 * losses[0]);
});
