import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { ctcLoss, softDtwLoss } from '../src/index.ts';
import { watchBuffers } from './support/live-buffers.ts';
import { randomTensor } from './support/random-tensor.ts';
import { tf } from './support/tf.ts';
import { openOn, useWebGpu } from './support/webgpu.ts';

const STEPS = 500;
/** By now the pools are full: tfjs keeps buffers for reuse. */
const SETTLED = 10;

const labels = [[1, 2, 2], [3], []];

it(`${STEPS} training steps with two losses on tfjs-webgpu leave nothing on the device`, async () => {
  const device = await useWebGpu();
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const standing = watchBuffers(device);
  const backend = await openOn(device);

  const inputs = randomTensor([3, 7, 5], 4);
  const sequences = randomTensor([3, 6, 4], 5);
  const weights = tf.variable(randomTensor([1, 5, 4], 3));
  const loss = (): Scalar => {
    const x: Tensor = tf.matMul(inputs, tf.tile(weights, [3, 1, 1]));
    const byLabels = ctcLoss(labels, x, { backend, predictionLengths: [7, 5, 6] });
    return tf.add(byLabels, softDtwLoss(sequences, x, { backend, targetLengths: [6, 4, 5] }));
  };
  const optimizer = tf.train.sgd(0.01);
  const train = async (steps: number): Promise<void> => {
    for (let k = 0; k < steps; k++) optimizer.minimize(loss);
    await weights.data();
  };
  const memory = () => {
    const { numTensors, numDataBuffers, numBytes, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
    return { numTensors, numDataBuffers, numBytes, numBytesInGPU, buffers: standing() };
  };
  await train(SETTLED);
  const before = memory();
  expect(before.numBytesInGPU).toBeGreaterThan(0);
  expect(before.buffers.count).toBeGreaterThan(0);
  await train(STEPS);
  expect(memory()).toEqual(before);
  optimizer.dispose();
  tf.dispose([inputs, sequences, weights]);
  await backend.dispose();
});
