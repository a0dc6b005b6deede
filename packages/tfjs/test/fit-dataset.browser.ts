import * as tfData from '@tensorflow/tfjs-data';
import { expect, it } from 'vitest';
import { labelErrorRateCallback } from '../src/index.ts';
import { batchesOf } from './support/batches.ts';
import { withoutDeviceReads } from './support/device-reads.ts';
import { writeWords } from './support/handwriting.ts';
import { createReader } from './support/reader.ts';
import { tf } from './support/tf.ts';
import { openOn, useWebGpu } from './support/webgpu.ts';

it('trains on tfjs-webgpu by fitDataset without a read-back, packed targets and all', async () => {
  const device = await useWebGpu();
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const backend = await openOn(device);

  const training = writeWords(64, 28, 1);
  const unseen = writeWords(32, 28, 2);
  const inputs = tf.tensor3d(unseen.data, unseen.shape);
  const model = createReader(backend);
  const held = labelErrorRateCallback(model, { inputs, labels: unseen.labels, predictionLengths: unseen.lengths });
  const dataset = tfData.generator(() => batchesOf(training, 16));
  await withoutDeviceReads(async () => {
    const { history } = await model.fitDataset(dataset, { epochs: 10, callbacks: held });
    const losses = history['loss'] as number[];
    expect(losses.at(-1)).toBeLessThan(0.6 * losses[0]);
    const rates = history['labelErrorRate'] as number[];
    expect(rates.at(-1)).toBeLessThan(0.5 * rates[0]);
  });
  inputs.dispose();
  await backend.dispose();
});
