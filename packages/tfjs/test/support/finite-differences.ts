import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { tf } from './tf.ts';

/**
 * Checks a gradient against central differences of the same loss, entry by entry. Tensors are float32, so the step is large and the
 * tolerance is that of the step.
 */
export function expectFiniteDifferences(loss: (x: Tensor) => Tensor, x: Tensor, tolerance = 4e-3): void {
  const step = 2 ** -6;
  const numbers = Float32Array.from(x.dataSync());
  const gradient = tf.tidy(() => tf.grad(loss)(x).dataSync());
  const valueAt = (k: number, shift: number): number =>
    tf.tidy(() => {
      const moved = Float32Array.from(numbers);
      moved[k] += shift;
      return loss(tf.tensor(moved, x.shape)).dataSync()[0];
    });
  const largest = Math.max(...Array.from(gradient, Math.abs));
  expect(largest).toBeGreaterThan(10 * tolerance);
  for (let k = 0; k < numbers.length; k++) {
    const difference = (valueAt(k, step) - valueAt(k, -step)) / (2 * step);
    expect(Math.abs(difference - gradient[k]), `entry ${k}: ${gradient[k]}, by differences ${difference}`).toBeLessThan(tolerance);
  }
}
