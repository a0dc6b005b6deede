import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ctcLoss, multiLabelCtcLoss, packTargets } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { expectClose } from './support/expect-close.ts';
import { expectFiniteDifferences } from './support/finite-differences.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';
import { tf } from './support/tf.ts';

const rows = [
  [
    [1, 0],
    [1, 0],
    [0, 1],
  ],
  [[1, 1]],
  [],
];
const logits = randomTensor([3, 7, 3], 5);

describe.each(backends)('multiLabelCtcLoss with backend %s', (_, backend) => {
  it('has the gradient that its values have', () => {
    const options = { backend, reduction: 'sum', predictionLengths: [7, 6, 4] } as const;
    expectFiniteDifferences((x) => multiLabelCtcLoss(rows, x, options), logits);
    expectFiniteDifferences((x) => multiLabelCtcLoss(rows, x, { ...options, blank: -1 }), logits);
    expectFiniteDifferences((x) => multiLabelCtcLoss(rows, tf.sigmoid(x), { ...options, input: 'probabilities' }), logits);
  });

  it('is CTC where one class of one is labelled', () => {
    // Blank or not: a softmax over two classes is a sigmoid of the difference.
    const [blank, label] = [randomTensor([1, 6, 1], 6), randomTensor([1, 6, 1], 7, 3)];
    const both = tf.concat([blank, label], 2);
    const single = tf.concat([tf.sub(blank, label), tf.mul(tf.ones([1, 6, 1]), 40)], 2);
    expectClose(multiLabelCtcLoss([[[1], [1]]], single, { backend }).dataSync(), ctcLoss([[1, 1]], both, { backend }).dataSync(), {
      relative: 1e-5,
    });
  });

  it('takes multi-hot rows as a tensor, and packed', () => {
    const options = { backend, reduction: 'none', predictionLengths: [7, 6, 4] } as const;
    const expected = multiLabelCtcLoss(rows, logits, options).dataSync();
    const tensor = tf.tensor3d([1, 0, 1, 0, 0, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], [3, 3, 2]);
    expect(multiLabelCtcLoss(tensor, logits, { ...options, targetLengths: [3, 1, 0] }).dataSync()).toEqual(expected);
    const packed = packTargets(rows, { shape: [7, 3], predictionLengths: [7, 6, 4] });
    expect(multiLabelCtcLoss(packed, logits, { backend, reduction: 'none' }).dataSync()).toEqual(expected);
  });
});

describe('multiLabelCtcLoss', () => {
  it('refuses rows of another length, numbers outside [0, 1], and probabilities that are none', () => {
    const [, backend] = backends[0];
    const expectRefused = (targets: unknown, predictions: Tensor, refusal: Parameters<typeof expectRefusal>[1], options = {}) =>
      expectRefusal(() => multiLabelCtcLoss(targets as never, predictions, { backend, ...options }), refusal);
    expectRefused([[[1]], [[0]], []], logits, { argument: 'targets', expected: /length of the rows/ });
    expectRefused([[[1, 0]], [[0, 2]], []], logits, { argument: 'targets', index: [1, 0, 1], found: '2' });
    expectRefused(rows, logits, { argument: 'predictions', index: [0, 0, 0] }, { input: 'probabilities' });
    expectRefused(rows, logits, { argument: 'options.input' }, { input: 'logProbabilities' });
  });
});
