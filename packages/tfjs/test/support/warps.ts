import type { Tensor } from '@tensorflow/tfjs-core';
import { decDtw, gdtwLoss } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';
import { tf } from './tf.ts';

/** Warps, discrepancies and gradients by features, λ and times, all of them computed by tfjs. */
async function read(): Promise<Float32Array[]> {
  const wave = (rows: number, rate: number): Tensor => tf.reshape(tf.sin(tf.mul(tf.range(0, 2 * rows * 2), rate)), [2, rows, 2]);
  const [x, y] = [wave(9, 0.7), wave(7, 0.9)];
  const lambda = tf.add(tf.zeros([6]), 0.2);
  const xTimes = tf.square(tf.range(1, 10));
  const lengths = { xLengths: [9, 7], yLengths: [5, 7] };
  const weights = tf.reshape(tf.cos(tf.range(0, 14)), [2, 7]);
  const warp = (...[a, b, c, times]: Tensor[]): Tensor =>
    tf.sum(tf.mul(decDtw(tf.mul(a, 1.5), b, { ...lengths, lambda: c, xTimes: times }), weights));
  const discrepancy = (...[a, b, c, times]: Tensor[]): Tensor => gdtwLoss(tf.mul(a, 1.5), b, { ...lengths, lambda: c, xTimes: times });
  const inputs = [x, y, lambda, xTimes];
  const answers = [decDtw(x, y, { ...lengths, lambda, xTimes }), gdtwLoss(x, y, { ...lengths, lambda, xTimes, reduction: 'none' })];
  answers.push(...tf.grads(warp)(inputs), ...tf.grads(discrepancy)(inputs));
  return Promise.all(answers.map((tensor) => tensor.data() as Promise<Float32Array>));
}

/** What warps are on tfjs-cpu. */
export async function warpsOnCpu(): Promise<readonly Float32Array[]> {
  await tf.setBackend('cpu');
  return read();
}

/** Checks warps and gradients on the backend of tfjs that is set now. */
export async function checkWarps(expected: readonly Float32Array[]): Promise<void> {
  const actual = await read();
  actual.forEach((numbers, k) => expectClose(numbers, expected[k], { relative: 1e-3, absolute: 1e-3 }));
}
