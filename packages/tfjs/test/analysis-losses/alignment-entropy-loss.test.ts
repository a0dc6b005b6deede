import { alignmentEntropy } from '@rubato/analysis';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { alignmentEntropyLoss } from '../../src/index.ts';
import { expectSameAlone, expectSameAsAnalysis, lengths, predictions, problemOf, targets } from '../support/analysis-pair.ts';
import { backends } from '../support/backends.ts';
import { expectFiniteDifferences } from '../support/finite-differences.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';

const [, backend] = backends[0];
const none = { backend, reduction: 'none', ...lengths } as const;

describe('alignmentEntropyLoss', () => {
  it('is the entropy of @rubato/analysis, with its gradients times what comes from above', () => {
    const options = { ...none, temperature: [0.2, 2] } as const;
    expectSameAsAnalysis((y, x) => alignmentEntropyLoss(y, x, options), alignmentEntropy(problemOf([0.2, 2])));
  });

  it('has the gradients that its values have, by both sequences', () => {
    const options = { ...none, reduction: 'sum' } as const;
    expectFiniteDifferences((x) => alignmentEntropyLoss(targets, x, options), predictions);
    expectFiniteDifferences((y) => alignmentEntropyLoss(y, predictions, options), targets);
  });

  it('has for an item in a batch what it has alone', () => {
    expectSameAlone((y, x, options) => alignmentEntropyLoss(y, x, { backend, reduction: 'none', ...options }));
  });

  it('is 0 where one path is possible, and Infinity, or 0, where none is', () => {
    const one = { ...none, predictionLengths: [1, 6] } as const;
    expect(alignmentEntropyLoss(targets, predictions, one).dataSync()[0]).toBe(0);
    for (const zeroInfinity of [false, true]) {
      const options = { ...none, zeroInfinity, targetLengths: [0, 4] } as const;
      expect(alignmentEntropyLoss(targets, predictions, options).dataSync()[0]).toBe(zeroInfinity ? 0 : Infinity);
      const gradient = tf
        .grad((x: Tensor) => tf.sum(alignmentEntropyLoss(targets, x, options)))(predictions)
        .dataSync();
      expect(gradient.subarray(0, 18)).toEqual(new Float32Array(18));
      expect(gradient.every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses options of others', () => {
    expectRefusal(() => alignmentEntropyLoss(targets, predictions, { ...none, alpha: 1 } as never), { argument: 'options.alpha' });
    expectRefusal(() => alignmentEntropyLoss(targets, predictions, { ...none, temperature: -1 }), { argument: 'options.temperature' });
    expectRefusal(() => alignmentEntropyLoss(targets, tf.ones([2, 6, 4]), none), { argument: 'targets' });
  });
});
