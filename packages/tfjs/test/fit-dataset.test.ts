import * as tfData from '@tensorflow/tfjs-data';
import { expect, it } from 'vitest';
import { labelErrorRateCallback, packTargets } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { batchesOf } from './support/batches.ts';
import { classes, writeWords } from './support/handwriting.ts';
import { createReader } from './support/reader.ts';
import { tf } from './support/tf.ts';

const FRAMES = 28;
const [, backend] = backends[1];
const training = writeWords(96, FRAMES, 1);
const unseen = writeWords(64, FRAMES, 2);

it('trains a model by fitDataset on batches of ragged words, each with its own number of frames', async () => {
  const model = createReader(backend);
  const dataset = tfData.generator(() => batchesOf(training, 16));
  const longest = new Set<number>();
  await dataset.forEachAsync(({ xs, ys }) => {
    longest.add(xs.shape[1]);
    tf.dispose([xs, ys]);
  });
  expect(longest.size).toBeGreaterThan(1);

  const inputs = tf.tensor3d(unseen.data, unseen.shape);
  const held = labelErrorRateCallback(model, { inputs, labels: unseen.labels, predictionLengths: unseen.lengths });
  const { history } = await model.fitDataset(dataset, { epochs: 25, callbacks: held });
  const losses = history['loss'] as number[];
  expect(losses.at(-1)).toBeLessThan(0.1 * losses[0]);
  expect(losses.at(-1)).toBeLessThan(0.2);
  const rates = history['labelErrorRate'] as number[];
  expect(rates[0]).toBeGreaterThan(0.3);
  expect(rates.at(-1)).toBeLessThan(0.02);

  const { numTensors, numDataBuffers } = tf.memory();
  await model.fitDataset(dataset, { epochs: 1, callbacks: held });
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  const loss = await model.evaluateDataset(dataset, {});
  expect((loss as ReturnType<typeof tf.scalar>).dataSync()[0]).toBeLessThan(0.2);
});

it('trains on a dataset of words that map packs one by one and batch puts together', async () => {
  const model = createReader(backend);
  const words = training.labels.map((labels, b) => ({ b, labels, length: training.lengths[b] }));
  const dataset = tfData
    .array(words)
    .shuffle(32, '1')
    .map(({ b, labels, length }) => ({
      xs: tf.tensor2d(training.data.slice(b * FRAMES * 2, (b + 1) * FRAMES * 2), [FRAMES, 2]),
      ys: tf.squeeze(packTargets([labels], { shape: [FRAMES, classes], predictionLengths: [length] }), [0]),
    }))
    .batch(16);
  const before = tf.memory().numTensors;
  const { history } = await model.fitDataset(dataset, { epochs: 10 });
  const losses = history['loss'] as number[];
  expect(losses.at(-1)).toBeLessThan(0.3 * losses[0]);
  // What is new is the optimizer's: two moments for each of four weights, and two powers.
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(10);
});
