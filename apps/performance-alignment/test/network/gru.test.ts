import { createRandom } from '@rubato/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { gru } from '../../src/network/gru.ts';
import { startTensors } from '../../src/network/start-tensors.ts';
import { expectNear } from '../support/expect-near.ts';

await startTensors('wasm');

const [batch, frames, units] = [3, 7, 4];
const random = createRandom(7);
const draw = (...shape: number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => 2 * random() - 1),
    shape,
  );

/** The same cell of tfjs's own operations, frame by frame, with tfjs's own gradients. */
function unrolled(inputs: tf.Tensor3D, recurrent: tf.Tensor2D, bias: tf.Tensor1D, reversed: boolean): tf.Tensor3D {
  const steps = tf.unstack(reversed ? tf.reverse(inputs, 1) : inputs, 1) as tf.Tensor2D[];
  let state: tf.Tensor2D = tf.zeros([batch, units]);
  const states = steps.map((step) => {
    const [xz, xr, xn] = tf.split(step, 3, 1);
    const [hz, hr, hn] = tf.split(tf.add(tf.matMul(state, recurrent), bias), 3, 1);
    const update = tf.sigmoid(tf.add(xz, hz));
    const candidate = tf.tanh(tf.add(xn, tf.mul(tf.sigmoid(tf.add(xr, hr)), hn)));
    state = tf.add(tf.mul(tf.sub(1, update), candidate), tf.mul(update, state));
    return state;
  });
  const stacked = tf.stack(states, 1) as tf.Tensor3D;
  return reversed ? tf.reverse(stacked, 1) : stacked;
}

it.each([false, true])('is a gated recurrent unit, as are its gradients; reversed: %s', (reversed) => {
  const inputs = draw(batch, frames, 3 * units) as tf.Tensor3D;
  const recurrent = draw(units, 3 * units) as tf.Tensor2D;
  const bias = draw(3 * units) as tf.Tensor1D;
  const weights = draw(batch, frames, units);
  const values = [gru, unrolled].map((cell) => cell(inputs, recurrent, bias, reversed));
  expectNear(values[0].dataSync(), values[1].dataSync(), 1e-6);
  expect(values[0].shape).toEqual([batch, frames, units]);
  const [own, oracle] = [gru, unrolled].map((cell) =>
    tf.grads((...parts: tf.Tensor[]) => {
      const [x, u, b] = parts as [tf.Tensor3D, tf.Tensor2D, tf.Tensor1D];
      return tf.sum(tf.mul(cell(x, u, b, reversed), weights));
    })([inputs, recurrent, bias]),
  );
  own.forEach((gradient, k) => expectNear(gradient.dataSync(), oracle[k].dataSync(), 1e-5));
});
