import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { decDtw, gdtwLoss } from '../../src/index.ts';
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
