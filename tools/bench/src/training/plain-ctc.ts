import { extendLabels } from '@rubato/presets';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { tf } from './tensorflow.ts';

/** Far below any log-probability of a path, and finite, so that no difference is NaN. */
const NEVER = -1e9;

/**
 * CTC's forward recursion in the log domain, frame by frame, of operations that tfjs differentiates by itself: what somebody writes
 * who has tfjs and the paper (Graves et al. 2006). Labels of one length, blank 0.
 */
export function plainCtcLoss(labels: readonly (readonly number[])[], logits: Tensor3D): Tensor1D {
  const [batch, , classes] = logits.shape;
  const extended = labels.map((list) => extendLabels(list, 0));
  const columns = extended[0].length;
  const oneHot = new Float32Array(batch * classes * columns);
  const skips = new Float32Array(batch * columns).fill(NEVER);
  const begins = new Float32Array(batch * columns).fill(NEVER);
  extended.forEach((list, b) => {
    list.forEach((label, m) => {
      oneHot[(b * classes + label) * columns + m] = 1;
      if (m % 2 === 1 && m > 1 && label !== list[m - 2]) skips[b * columns + m] = 0;
    });
    begins.fill(0, b * columns, b * columns + 2);
  });
  const emitted = tf.unstack(tf.matMul(tf.logSoftmax(logits), tf.tensor3d(oneHot, [batch, classes, columns])), 1) as Tensor2D[];
  const skip = tf.tensor2d(skips, [batch, columns]);
  const shifted = (alpha: Tensor2D, by: number): Tensor2D =>
    tf.pad(
      tf.slice(alpha, [0, 0], [batch, columns - by]),
      [
        [0, 0],
        [by, 0],
      ],
      NEVER,
    );
  let alpha = tf.add<Tensor2D>(tf.tensor2d(begins, [batch, columns]), emitted[0]);
  for (const emission of emitted.slice(1)) {
    const before = tf.logSumExp(tf.stack([alpha, shifted(alpha, 1), tf.add(shifted(alpha, 2), skip)], 2), 2);
    alpha = tf.add(before, emission);
  }
  return tf.neg(tf.logSumExp(tf.slice(alpha, [0, columns - 2], [batch, 2]), 1));
}
