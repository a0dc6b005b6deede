import { expect, it } from 'vitest';
import { startAdam, stepAdam } from '../../src/training/adam.ts';
import { tf } from '../network/support/tf.ts';

it('moves by the learning rate in its first step, whatever the gradient is', () => {
  const weights = new Map([['w', Float32Array.of(1, 1, 1)]]);
  stepAdam(startAdam(weights), weights, new Map([['w', Float32Array.of(1e-3, -50, 0)]]), 0.25);
  const [first, second, third] = weights.get('w')!;
  expect(first).toBeCloseTo(0.75, 4);
  expect(second).toBeCloseTo(1.25, 6);
  expect(third).toBe(1);
});

it('goes where the Adam of tfjs goes', () => {
  const start = [3, -2, 0.5];
  const weights = new Map([['w', Float32Array.from(start)]]);
  const state = startAdam(weights);
  const variable = tf.variable(tf.tensor1d(start));
  const theirs = tf.train.adam(0.05, 0.9, 0.999, 1e-8);
  for (let step = 0; step < 40; step++) {
    // The gradient of Σ k·w².
    const gradients = weights.get('w')!.map((w, k) => 2 * (k + 1) * w);
    stepAdam(state, weights, new Map([['w', gradients]]), 0.05);
    theirs.minimize(() => tf.sum(tf.mul(tf.tensor1d([1, 2, 3]), tf.square(variable))));
  }
  const expected = variable.dataSync();
  weights.get('w')!.forEach((w, k) => expect(w).toBeCloseTo(expected[k], 4));
  expect(state.steps).toBe(40);
});
