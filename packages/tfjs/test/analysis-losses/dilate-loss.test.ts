import { dilate, pathDistance } from '@rubato/analysis';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { dilateLoss, softDtwLoss } from '../../src/index.ts';
import { expectSameAlone, expectSameAsAnalysis, lengths, paths, predictions, problemOf, targets } from '../support/analysis-pair.ts';
import { backends } from '../support/backends.ts';
import { expectFiniteDifferences } from '../support/finite-differences.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';

const [, backend] = backends[0];
const none = { backend, reduction: 'none', ...lengths } as const;

describe('dilateLoss', () => {
  it('is dilate of @rubato/analysis, with its gradients times what comes from above', () => {
    expectSameAsAnalysis((y, x) => dilateLoss(y, x, none), dilate(problemOf(1)));
    const problem = problemOf([0.2, 2]);
    const options = { ...none, temperature: [0.2, 2], alpha: 0.1 } as const;
    expectSameAsAnalysis((y, x) => dilateLoss(y, x, options), dilate(problem, { alpha: 0.1 }));
    const penalty = pathDistance(problem, paths, { exponent: 2 });
    expectSameAsAnalysis((y, x) => dilateLoss(y, x, { ...options, penalty }), dilate(problem, { alpha: 0.1, penalty }));
  });

  it('has the gradients that its values have, by both sequences', () => {
    const options = { ...none, reduction: 'sum', temperature: 0.5 } as const;
    expectFiniteDifferences((x) => dilateLoss(targets, x, options), predictions);
    expectFiniteDifferences((y) => dilateLoss(y, predictions, options), targets);
    const timing = { ...options, alpha: 0, localCost: 'cosine', penalty: tf.mul(100, randomTensor([2, 6, 4], 5)) } as const;
    expectFiniteDifferences((x) => dilateLoss(targets, x, timing), predictions, 0.05);
  });

  it('is soft-DTW at α = 1', () => {
    const value = dilateLoss(targets, predictions, { ...none, alpha: 1 }).dataSync();
    expect(Array.from(value)).toEqual(Array.from(softDtwLoss(targets, predictions, none).dataSync(), (each) => expect.closeTo(each, 5)));
  });

  it('takes Ω as numbers, as a tensor, for all items, and as a function', () => {
    const numbers = pathDistance(problemOf(1), paths);
    const expected = dilateLoss(targets, predictions, { ...none, penalty: numbers }).dataSync();
    const tensor = tf.tensor3d(Float32Array.from(numbers), [2, 6, 4]);
    for (const penalty of [Float32Array.from(numbers), tensor, (problem: ReturnType<typeof problemOf>) => pathDistance(problem, paths)]) {
      expect(dilateLoss(targets, predictions, { ...none, penalty }).dataSync()).toEqual(expected);
    }
    const matrix = tf.reshape(tf.slice(tensor, [0, 0, 0], [1, 6, 4]), [6, 4]);
    const ofAll = dilateLoss(targets, predictions, { ...none, penalty: matrix }).dataSync();
    expect(ofAll[0]).toBe(expected[0]);
    expect(ofAll[1]).not.toBe(expected[1]);
  });

  it('has for an item in a batch what it has alone, and takes time first', () => {
    expectSameAlone((y, x, options) => dilateLoss(y, x, { backend, reduction: 'none', temperature: 0.5, ...options }));
    const swap = (each: Tensor) => tf.transpose(each, [1, 0, 2]);
    const expected = dilateLoss(targets, predictions, none).dataSync();
    expect(dilateLoss(swap(targets), swap(predictions), { ...none, layout: 'timeMajor' }).dataSync()).toEqual(expected);
  });

  it('is Infinity, or 0, with gradient 0 where a sequence is empty, whatever α is', () => {
    for (const alpha of [0, 0.5, 1]) {
      for (const zeroInfinity of [false, true]) {
        const options = { ...none, alpha, zeroInfinity, predictionLengths: [0, 6] } as const;
        const values = dilateLoss(targets, predictions, options).dataSync();
        expect([values[0], Number.isFinite(values[1])]).toEqual([zeroInfinity ? 0 : Infinity, true]);
        const [byY, byX] = tf.grads((y: Tensor, x: Tensor) => tf.sum(tf.square(dilateLoss(y, x, options))))([targets, predictions]);
        expect(byX.dataSync().subarray(0, 18)).toEqual(new Float32Array(18));
        expect(byY.dataSync().subarray(0, 12)).toEqual(new Float32Array(12));
        expect(Math.max(...byX.dataSync())).toBeGreaterThan(1e-3);
      }
    }
  });

  it('refuses what is wrong, by the names that it was told', () => {
    const expectRefused = (options: object, refusal: Parameters<typeof expectRefusal>[1]) =>
      expectRefusal(() => dilateLoss(targets, predictions, { ...none, ...options }), refusal);
    expectRefused({ alpha: 1.5 }, { argument: 'options.alpha', found: '1.5' });
    expectRefused({ alpha: '1' }, { argument: 'options.alpha' });
    expectRefused({ gamma: 1 }, { argument: 'options.gamma' });
    expectRefused({ paths }, { argument: 'options.paths' });
    expectRefused({ temperature: 0 }, { argument: 'options.temperature' });
    expectRefused({ penalty: new Float64Array(7) }, { argument: 'options.penalty', found: '7 long', expected: '48 numbers' });
    expectRefused({ penalty: null }, { argument: 'options.penalty' });
    expectRefused({ penalty: () => 3 }, { argument: 'options.penalty' });
    const holed = new Float64Array(48);
    holed[5] = NaN;
    expectRefused({ penalty: holed }, { argument: 'options.penalty', index: [0, 1, 1], found: 'NaN' });
    for (const penalty of [tf.ones([6, 8]), tf.ones([2, 4, 6]), tf.ones([6, 4], 'int32')]) {
      expectRefused({ penalty }, { argument: 'options.penalty', expected: /\[2, 6, 4\] or \[6, 4\]/ });
    }
    const disposed = tf.ones([6, 4]);
    disposed.dispose();
    expectRefused({ penalty: disposed }, { argument: 'options.penalty', found: 'a disposed tensor [6, 4] of float32' });
    expectRefusal(() => dilateLoss(tf.ones([2, 4, 2]), predictions, none), { argument: 'targets', expected: /\[2, M, 3\]/ });
    expectRefusal(() => dilateLoss([[1], [2]] as never, predictions, none), { argument: 'targets' });
    expectRefusal(() => dilateLoss(targets, predictions, null as never), { argument: 'options', found: 'null' });
  });
});
