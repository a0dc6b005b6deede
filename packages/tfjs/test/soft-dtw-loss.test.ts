import { softDtw } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { alignmentLoss, softDtwDivergence, softDtwLoss } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { expectClose } from './support/expect-close.ts';
import { expectFiniteDifferences } from './support/finite-differences.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';
import { tf } from './support/tf.ts';

const x = randomTensor([2, 6, 3], 1);
const y = randomTensor([2, 4, 3], 2);
const lengths = { predictionLengths: [6, 5], targetLengths: [3, 4] } as const;

describe.each(backends)('with backend %s', (_, backend) => {
  it.each([
    ['softDtwLoss', softDtwLoss],
    ['softDtwDivergence', softDtwDivergence],
  ] as const)('%s has the gradients that its values have, by both sequences', (_name, loss) => {
    const options = { backend, temperature: 0.5, reduction: 'sum', ...lengths } as const;
    expectFiniteDifferences((each) => loss(y, each, options), x);
    expectFiniteDifferences((each) => loss(each, x, options), y);
    expectFiniteDifferences((each) => loss(y, each, { ...options, temperature: [0.2, 2], localCost: 'cosine' }), x);
  });

  it('both are Infinity, or 0, with gradient 0 where a sequence is empty', () => {
    for (const loss of [softDtwLoss, softDtwDivergence]) {
      for (const empty of [
        { predictionLengths: [0, 6] },
        { targetLengths: [0, 4] },
        { predictionLengths: [0, 6], targetLengths: [0, 4] },
      ]) {
        for (const zeroInfinity of [false, true]) {
          const options = { backend, reduction: 'none', zeroInfinity, ...empty } as const;
          const values = loss(y, x, options).dataSync();
          expect([values[0], Number.isFinite(values[1])]).toEqual([zeroInfinity ? 0 : Infinity, true]);
          const [byY, byX] = tf.grads((each: Tensor, other: Tensor) => tf.sum(tf.square(loss(each, other, options))))([y, x]);
          expect(byX.dataSync().subarray(0, 18)).toEqual(new Float32Array(18));
          expect(byY.dataSync().subarray(0, 12)).toEqual(new Float32Array(12));
          expect(Math.max(...byX.dataSync())).toBeGreaterThan(0.1);
        }
      }
    }
  });

  it('softDtwDivergence is 0 for equal sequences, and above 0 for others', () => {
    expect(softDtwDivergence(x, x, { backend, reduction: 'none' }).dataSync()).toEqual(new Float32Array(2));
    const values = softDtwDivergence(y, x, { backend, reduction: 'none', localCost: 'halfSquaredEuclidean' }).dataSync();
    expect(Math.min(...values)).toBeGreaterThan(0);
    // A gradient by a tensor that stands on both sides.
    const gradient = tf.grad((each: Tensor) => softDtwDivergence(each, each, { backend }))(x);
    expectClose(gradient.dataSync(), new Float32Array(36), { absolute: 1e-6 });
  });
});

describe('softDtwLoss', () => {
  const [, backend] = backends[0];

  it('takes time first, and padding of NaN', () => {
    const options = { backend, reduction: 'none', ...lengths } as const;
    for (const loss of [softDtwLoss, softDtwDivergence]) {
      const expected = loss(y, x, options).dataSync();
      const swap = (each: Tensor) => tf.transpose(each, [1, 0, 2]);
      expect(loss(swap(y), swap(x), { ...options, layout: 'timeMajor' }).dataSync()).toEqual(expected);
      const numbers = Float32Array.from(x.dataSync());
      numbers.fill(NaN, 33);
      expect(loss(y, tf.tensor3d(numbers, [2, 6, 3]), options).dataSync()).toEqual(expected);
    }
  });

  it('is alignmentLoss of its parameterization, in which hardmin bounds it from below', () => {
    const soft = softDtwLoss(y, x, { backend, temperature: 0.3 });
    expect(alignmentLoss(softDtw({ temperature: 0.3 }), { backend })(y, x).dataSync()).toEqual(soft.dataSync());
    const [hard] = alignmentLoss({ ...softDtw(), minimum: 'hardmin' }, { backend })(x, x).dataSync();
    expect(hard).toBe(0);
  });

  it('leaves no tensor behind', () => {
    const step = () => tf.tidy(() => tf.grad((each: Tensor) => tf.add(softDtwLoss(y, each, { backend }), softDtwDivergence(y, each, { backend })))(x)).dispose(); // prettier-ignore
    step();
    const before = tf.memory().numTensors;
    for (let k = 0; k < 5; k++) step();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses sequences that do not fit, and numbers that are none', () => {
    for (const loss of [softDtwLoss, softDtwDivergence]) {
      const expectRefused = (targets: Tensor, options: object, refusal: Parameters<typeof expectRefusal>[1]) =>
        expectRefusal(() => loss(targets, x, { backend, ...options }), refusal);
      expectRefused(tf.ones([2, 4, 2]), {}, { argument: 'targets', expected: /\[2, M, 3\]/ });
      expectRefused(tf.ones([3, 4, 3]), {}, { argument: 'targets' });
      expectRefused(tf.ones([4, 3]), {}, { argument: 'targets' });
      expectRefused(tf.mul(tf.ones([2, 4, 3]), NaN), {}, { argument: 'targets', index: [0, 0, 0], found: 'NaN' });
      expectRefused(y, { targetLengths: [5, 4] }, { argument: 'options.targetLengths', index: [0], found: '5' });
      expectRefused(y, { temperature: 0 }, { argument: 'options.temperature' });
      expectRefused(y, { localCost: 'none' }, { argument: 'options.localCost' });
      expectRefused(y, { gamma: 1 }, { argument: 'options.gamma' });
      expectRefused(y, { columns: () => y }, { argument: 'options.columns' });
      expectRefused(y, { input: 'logits' }, { argument: 'options.input' });
      expectRefusal(() => loss(y, x, null as never), { argument: 'options', found: 'null' });
      const disposed = tf.ones([2, 4, 3]);
      disposed.dispose();
      expectRefused(disposed, {}, { argument: 'targets', found: 'a disposed tensor [2, 4, 3] of float32' });
    }
  });
});
