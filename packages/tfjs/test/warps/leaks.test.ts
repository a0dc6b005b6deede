import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { decDtw, decDtwAsync, gdtwLoss } from '../../src/index.ts';
import { tf } from '../support/tf.ts';
import { m, x, xLengths, y, yLengths } from '../support/warp-batch.ts';

const STEPS = 200;
const lengths = { xLengths, yLengths };

it.each([
  ['decDtw', (a: Tensor, lambda: Tensor, xTimes: Tensor) => tf.mean(tf.square(decDtw(a, y, { ...lengths, lambda, xTimes })))],
  ['gdtwLoss', (a: Tensor, lambda: Tensor, xTimes: Tensor) => gdtwLoss(a, y, { ...lengths, lambda, xTimes })],
] as const)(`${STEPS} training steps with %s leave no tensor and no byte behind`, (_, loss) => {
  const weights = tf.variable(tf.eye(2));
  const logLambda = tf.variable(tf.mul(tf.ones([m - 1]), -2));
  const xTimes = tf.variable(tf.range(0, 9));
  const optimizer = tf.train.adam(1e-3);
  const signals = tf.where(tf.isNaN(x), 0, x);
  const step = (): void => {
    optimizer.minimize(() => {
      const features = tf.reshape(tf.matMul(tf.reshape(signals, [-1, 2]), weights), signals.shape);
      return loss(features, tf.exp(logLambda), xTimes) as Scalar;
    });
  };
  // The optimizer makes its moments at the first step.
  step();
  const before = [weights, logLambda, xTimes].map((variable) => Array.from(variable.dataSync()));
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  for (let k = 0; k < STEPS; k++) step();
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
  [weights, logLambda, xTimes].forEach((variable, k) => expect(Array.from(variable.dataSync())).not.toEqual(before[k]));
  optimizer.dispose();
  tf.dispose([weights, logLambda, xTimes, signals]);
});

it('decDtwAsync leaves no tensor behind where one input is refused while others are read', async () => {
  const disposed = tf.ones([3, 9, 2]);
  disposed.dispose();
  const lambda = tf.tensor1d([1, 1, 1]);
  const slow = tf.clone(y);
  const numbers = await y.data();
  const later = (): Promise<never> => new Promise((resolve) => setTimeout(resolve, 10, numbers));
  const read = vi.spyOn(slow, 'data').mockImplementation(later);
  const before = tf.memory();
  await expect(decDtwAsync(disposed, slow, { ...lengths, lambda })).rejects.toMatchObject({
    argument: 'x',
    found: 'a disposed tensor [3, 9, 2] of float32',
  });
  await expect(decDtwAsync(x, slow, { ...lengths, lambda: disposed })).rejects.toMatchObject({ argument: 'options.lambda' });
  // Nothing is read in vain.
  expect(read).not.toHaveBeenCalled();
  const lost = vi.spyOn(lambda, 'data').mockRejectedValue(new Error('device lost'));
  await expect(decDtwAsync(x, slow, { ...lengths, lambda })).rejects.toThrow('device lost');
  lost.mockRestore();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
  // What is read in the end is used, and then given back.
  const { warps } = await decDtwAsync(x, slow, { ...lengths, lambda: 1 });
  expect(read).toHaveBeenCalled();
  warps.dispose();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
  tf.dispose([slow, lambda]);
});
