import { openCpu } from '@rubato/backend-cpu';
import { ctcLoss } from '@rubato/tfjs';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { plainCtcLoss } from '../../src/training/plain-ctc.ts';
import { tf } from '../../src/training/tensorflow.ts';

const labels = [
  [1, 1, 3],
  [2, 3, 2],
];
const logits = tf.randomNormal([2, 7, 4], 0, 2, 'float32', 5);
const backend = openCpu();

it('is the loss that it is compared with, gradient and all', () => {
  const [plain, ours] = [
    (input: Tensor) => plainCtcLoss(labels, input as Tensor3D),
    (input: Tensor) => ctcLoss(labels, input as Tensor3D, { reduction: 'none', backend }),
  ].map((loss) => {
    const { value, grad } = tf.valueAndGrad((input: Tensor) => tf.sum(loss(input)))(logits);
    return { values: loss(logits).dataSync(), value: value.dataSync()[0], gradient: grad.dataSync() };
  });
  expect([...plain.values].every((value, b) => Math.abs(value - ours.values[b]) < 1e-5)).toBe(true);
  expect(plain.value).toBeCloseTo(ours.value, 4);
  expect(Math.max(...plain.gradient.map((number, i) => Math.abs(number - ours.gradient[i])))).toBeLessThan(1e-5);
  expect(Math.max(...plain.gradient.map(Math.abs))).toBeGreaterThan(0.1);
});
