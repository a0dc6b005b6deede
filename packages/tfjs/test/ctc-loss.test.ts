import { UnsupportedError } from '@rubato/core';
import { ctc } from '@rubato/presets';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { alignmentLoss, ctcLoss } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { expectClose } from './support/expect-close.ts';
import { expectFiniteDifferences } from './support/finite-differences.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';
import { tf } from './support/tf.ts';

const labels = [[1, 2, 2], [3], []];
const logits = randomTensor([3, 7, 4], 1, 2);
const [, backend] = backends[0];

function read(loss: Tensor): Float32Array {
  return loss.dataSync() as Float32Array;
}

describe.each(backends)('ctcLoss with backend %s', (_, backend) => {
  it('has the gradient that its values have, with every option', () => {
    const common = { backend, reduction: 'sum', predictionLengths: [7, 5, 6] } as const;
    expectFiniteDifferences((x) => ctcLoss(labels, x, common), logits);
    expectFiniteDifferences((x) => ctcLoss(labels, x, { ...common, labelSmoothing: 0.2 }), logits);
    expectFiniteDifferences((x) => ctcLoss([[0, 1], [0], [1]], x, { ...common, blank: -1, reduction: 'meanByTargetLength' }), logits);
    const logProbabilities = tf.logSoftmax(logits);
    expectFiniteDifferences((x) => ctcLoss(labels, x, { ...common, input: 'logProbabilities' }), tf.sub(logProbabilities, 0.1));
  });

  it('is 0 at the least, whatever rounding does', () => {
    // A network's own log-softmax may leave the logarithm of 1 a little above 0: the probability of the labels is above 1 then.
    const numbers = Float32Array.from({ length: 24 }, (_, k) => (k % 4 === [0, 1, 0, 2, 0, 0][Math.floor(k / 4)] ? 2e-6 : -40));
    const above = tf.tensor3d(numbers, [1, 6, 4]);
    const problem = { backend, input: 'logProbabilities' } as const;
    const [unclipped] = alignmentLoss((each) => ctc(each), problem)([[1, 2]], above).dataSync();
    expect(unclipped).toBeLessThan(-1e-5);
    expect(read(ctcLoss([[1, 2]], above, problem))[0]).toBe(0);
    // The value alone is clipped.
    const gradient = tf
      .grad((x: Tensor) => ctcLoss([[1, 2]], x, problem))(above)
      .dataSync();
    expectClose(gradient, numbers.map((value) => (value > 0 ? -1 : 0)), { absolute: 1e-6 }); // prettier-ignore
  });
});

describe('ctcLoss', () => {
  it('honours the gradient from above: a weighted sum of two losses', () => {
    const first = (x: Tensor) => ctcLoss(labels, x, { backend, reduction: 'none' });
    const second = (x: Tensor) => ctcLoss([[2], [2, 3], [1]], x, { backend, reduction: 'none' });
    const weights = tf.tensor1d([0.5, -2, 3]);
    const [a, b] = [first, second].map((loss) => tf.grad((x: Tensor) => tf.sum(tf.mul(loss(x), weights)))(logits));
    const both = tf.grad((x: Tensor) => tf.sum(tf.mul(tf.add(tf.mul(first(x), 2), tf.mul(second(x), -7)), weights)))(logits);
    expectClose(both.dataSync(), tf.add(tf.mul(a, 2), tf.mul(b, -7)).dataSync(), { absolute: 1e-5 });
    // Each item has its own weight.
    const plain = tf.grad((x: Tensor) => tf.sum(first(x)))(logits);
    expectClose(a.dataSync(), tf.mul(plain, tf.reshape(weights, [3, 1, 1])).dataSync(), { absolute: 1e-6 });
  });

  it('is right where a tensor is used twice', () => {
    const loss = (x: Tensor) => tf.add(ctcLoss(labels, x, { backend }), tf.add(ctcLoss(labels, x, { backend }), tf.mean(tf.square(x))));
    const expected = tf.grad((x: Tensor) => tf.add(tf.mul(ctcLoss(labels, x, { backend }), 2), tf.mean(tf.square(x))))(logits);
    expectClose(tf.grad(loss)(logits).dataSync(), expected.dataSync(), { absolute: 1e-6 });
  });

  it('reduces as it is told', () => {
    const none = read(ctcLoss(labels, logits, { backend, reduction: 'none' }));
    const sum = none[0] + none[1] + none[2];
    expectClose(read(ctcLoss(labels, logits, { backend })), [sum / 3], { relative: 1e-6 });
    expectClose(read(ctcLoss(labels, logits, { backend, reduction: 'sum' })), [sum], { relative: 1e-6 });
    const byLength = (none[0] / 3 + none[1] + none[2]) / 3;
    expectClose(read(ctcLoss(labels, logits, { backend, reduction: 'meanByTargetLength' })), [byLength], { relative: 1e-6 });
  });

  it('takes frames before items, lengths and labels as tensors, and padding of NaN', () => {
    const lengths = [7, 5, 6];
    const options = { backend, reduction: 'none', predictionLengths: lengths, labelSmoothing: 0.1 } as const;
    const expected = read(ctcLoss(labels, logits, options));
    const expectedGradient = tf.grad((x: Tensor) => tf.sum(ctcLoss(labels, x, options)))(logits);
    const timeMajor = { ...options, layout: 'timeMajor' } as const;
    expect(read(ctcLoss(labels, tf.transpose(logits, [1, 0, 2]), timeMajor))).toEqual(expected);
    const gradient = tf.grad((x: Tensor) => tf.sum(ctcLoss(labels, tf.transpose(x, [1, 0, 2]), timeMajor)))(logits);
    expectClose(gradient.dataSync(), expectedGradient.dataSync(), { absolute: 1e-7 });

    const asTensor = tf.tensor2d([1, 2, 2, 3, -1, -1, -1, -1, -1], [3, 3], 'int32');
    expect(read(ctcLoss(asTensor, logits, { ...options, predictionLengths: tf.tensor1d(lengths, 'int32') }))).toEqual(expected);
    const withLengths = tf.tensor2d([1, 2, 2, 3, 9, 9, 9, 9, 9], [3, 3]);
    expect(read(ctcLoss(withLengths, logits, { ...options, targetLengths: [3, 1, 0] }))).toEqual(expected);

    const numbers = Float32Array.from(logits.dataSync());
    numbers.fill(NaN, 7 * 4 + 5 * 4, 14 * 4);
    const padded = tf.tensor3d(numbers, [3, 7, 4]);
    expect(read(ctcLoss(labels, padded, options))).toEqual(expected);
    const paddedGradient = tf.grad((x: Tensor) => tf.sum(ctcLoss(labels, x, options)))(padded);
    expectClose(paddedGradient.dataSync(), expectedGradient.dataSync(), { absolute: 1e-7 });
  });

  it('has loss Infinity, or 0, and gradient 0 where the frames are too few', () => {
    const short = tf.slice(logits, [0, 0, 0], [1, 3, 4]);
    for (const zeroInfinity of [false, true]) {
      const loss = (x: Tensor) => ctcLoss([[1, 2, 2]], x, { backend, zeroInfinity });
      expect(read(loss(short))).toEqual(Float32Array.of(zeroInfinity ? 0 : Infinity));
      expect(tf.grad(loss)(short).dataSync()).toEqual(new Float32Array(12));
    }
  });

  it('smooths no item without a path', () => {
    for (const zeroInfinity of [false, true]) {
      const options = { backend, labelSmoothing: 0.3, predictionLengths: [3, 7, 7], reduction: 'none', zeroInfinity } as const;
      const loss = (x: Tensor) => ctcLoss(labels, x, options);
      expect(read(loss(logits))[0]).toBe(zeroInfinity ? 0 : Infinity);
      const gradient = tf
        .grad((x: Tensor) => tf.sum(loss(x)))(logits)
        .dataSync();
      expect(gradient.subarray(0, 28)).toEqual(new Float32Array(28));
      expect(Math.max(...gradient.subarray(28))).toBeGreaterThan(0.01);
    }
  });

  it('smooths over the classes that are not ruled out', () => {
    const three = tf.slice(logits, [0, 0, 0], [3, 7, 3]);
    const four = tf.concat([three, tf.mul(tf.ones([3, 7, 1]), -Infinity)], 2);
    const options = { backend, labelSmoothing: 0.3, zeroInfinity: true, reduction: 'none' } as const;
    for (const input of ['logits', 'logProbabilities'] as const) {
      const loss = (x: Tensor) => ctcLoss([[1, 2], [1], []], input === 'logits' ? x : tf.logSoftmax(x), { ...options, input });
      expectClose(read(loss(four)), read(loss(three)), { relative: 1e-6 });
      expect(Math.min(...read(loss(three)))).toBeGreaterThan(0.1);
      const gradient = tf.grad((x: Tensor) => tf.sum(loss(x)))(four);
      const expected = tf.grad((x: Tensor) => tf.sum(loss(x)))(three);
      expectClose(tf.slice(gradient, [0, 0, 0], [3, 7, 3]).dataSync(), expected.dataSync(), { absolute: 1e-6 });
    }
  });

  it('does not hide smoothing that is infinite', () => {
    // Its sum over the classes is beyond float32; the labels are feasible.
    const far = tf.tensor3d([0, 0, -3e38, -3e38], [1, 1, 4]);
    const options = { backend, input: 'logProbabilities', labelSmoothing: 0.5 } as const;
    expect(read(ctcLoss([[1]], far, { ...options, zeroInfinity: true }))).toEqual(Float32Array.of(Infinity));
  });

  it('has gradient 0 where no path is, whatever comes from above', () => {
    const squared = (x: Tensor) => tf.square(ctcLoss(labels, x, { backend, predictionLengths: [3, 7, 7], reduction: 'none' }));
    const gradient = tf
      .grad((x: Tensor) => tf.sum(squared(x)))(logits)
      .dataSync();
    expect(gradient.subarray(0, 28)).toEqual(new Float32Array(28));
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(Math.max(...gradient)).toBeGreaterThan(0.1);
  });

  it('leaves probability 0 to classes that are ruled out', () => {
    const numbers = Float32Array.from(logits.dataSync().slice(0, 28));
    for (let n = 0; n < 7; n++) numbers[4 * n + 3] = -Infinity;
    const masked = tf.tensor3d(numbers, [1, 7, 4]);
    const three = tf.tensor3d(
      numbers.filter((_, k) => k % 4 !== 3),
      [1, 7, 3],
    );
    const loss = (x: Tensor) => ctcLoss([[1, 2]], x, { backend });
    expectClose(read(loss(masked)), read(loss(three)), { relative: 1e-6 });
    const gradient = tf.grad(loss)(masked).dataSync();
    expectClose(gradient.filter((_, k) => k % 4 !== 3), tf.grad(loss)(three).dataSync(), { absolute: 1e-6 }); // prettier-ignore
    expect(gradient.filter((_, k) => k % 4 === 3)).toEqual(new Float32Array(7));
  });

  it('works in variableGrads and minimize', () => {
    const weights = tf.variable(randomTensor([1, 5, 4], 3));
    const inputs = randomTensor([3, 7, 5], 4);
    const loss = () => ctcLoss(labels, tf.matMul(inputs, tf.tile(weights, [3, 1, 1])), { backend, labelSmoothing: 0.01 }) as Scalar;
    const { grads, value } = tf.variableGrads(loss);
    expect(Object.keys(grads)).toHaveLength(1);
    const optimizer = tf.train.adam(0.05);
    for (let step = 0; step < 500; step++) optimizer.minimize(loss);
    const last = loss();
    expect(read(last)[0]).toBeLessThan(0.7 * read(value)[0]);
  });

  it('leaves no tensor behind outside of gradients', () => {
    const before = tf.memory().numTensors;
    ctcLoss(labels, logits, { backend, labelSmoothing: 0.1, zeroInfinity: true, reduction: 'meanByTargetLength' }).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('computes no gradient where none is asked for', () => {
    const requests: object[] = [];
    const spy = { ...backend, supports: backend.supports.bind(backend) } as typeof backend;
    spy.solveSync = (problem, request) => {
      requests.push(request);
      return backend.solveSync!(problem, request);
    };
    ctcLoss(labels, logits, { backend: spy });
    tf.grad((x: Tensor) => ctcLoss(labels, x, { backend: spy }))(logits);
    expect(requests).toEqual([{}, { inputGradient: true }]);
  });

  it('refuses second derivatives instead of answering 0', () => {
    const loss = (x: Tensor) => ctcLoss(labels, x, { backend });
    const squared = (x: Tensor) => tf.add(tf.sum(tf.square(tf.grad(loss)(x))), tf.sum(tf.square(x)));
    expect(() => tf.grad(squared)(logits)).toThrow(UnsupportedError);
  });
});

describe('ctcLoss refuses', () => {
  const expectRefused = (
    targets: unknown,
    options: object,
    refusal: Parameters<typeof expectRefusal>[1],
    predictions: unknown = logits,
  ) => {
    const before = tf.memory().numTensors;
    const spy = { ...backend, supports: backend.supports.bind(backend), solveSync: () => expect.fail('a kernel ran') };
    expectRefusal(() => ctcLoss(targets as never, predictions as never, { backend: spy, ...options }), refusal);
    expect(tf.memory().numTensors).toBe(before);
  };

  it('labels that are no class, or the blank', () => {
    expectRefused([[1], [1, 4], []], {}, { argument: 'targets', index: [1, 1], found: '4' });
    expectRefused([[1], [1], [2, 0]], {}, { argument: 'targets', index: [2, 1], found: '0' });
    expectRefused([[1.5], [1], []], {}, { argument: 'targets', index: [0, 0], found: '1.5' });
    expectRefused([[1], [1]], {}, { argument: 'targets', expected: /each of 3 items/ });
    expectRefused([[1], 7, []], {}, { argument: 'targets', index: [1] });
    expectRefused('abc', {}, { argument: 'targets' });
    expectRefused(tf.ones([2, 2]), {}, { argument: 'targets', found: 'a tensor [2, 2] of float32' });
    expectRefused(tf.ones([3, 7, 4]), {}, { argument: 'targets', index: [0, 0, 0], expected: /packTargets/ });
  });

  it('lengths over the number of frames or labels', () => {
    expectRefused(labels, { predictionLengths: [7, 8, 7] }, { argument: 'options.predictionLengths', index: [1], found: '8' });
    expectRefused(labels, { predictionLengths: [7, 7] }, { argument: 'options.predictionLengths' });
    expectRefused(labels, { targetLengths: [1, 1, 1] }, { argument: 'options.targetLengths' });
    expectRefused(tf.ones([3, 2]), { targetLengths: [2, 3, 0] }, { argument: 'options.targetLengths', index: [1], found: '3' });
  });

  it('predictions of another shape or type, and numbers that are none', () => {
    expectRefused(labels, {}, { argument: 'predictions', found: 'a tensor [2, 2] of float32' }, tf.ones([2, 2]));
    expectRefused(labels, {}, { argument: 'predictions' }, tf.ones([3, 7, 4], 'int32'));
    expectRefused(labels, {}, { argument: 'predictions' }, tf.zeros([0, 7, 4]));
    expectRefused(labels, {}, { argument: 'predictions', found: 'null' }, null);
    const disposed = tf.ones([3, 7, 4]);
    disposed.dispose();
    expectRefused(labels, {}, { argument: 'predictions', found: 'a disposed tensor [3, 7, 4] of float32' }, disposed);
    expectRefused(disposed, {}, { argument: 'targets', found: 'a disposed tensor [3, 7, 4] of float32' });
    const lengths = tf.tensor1d([7, 7, 7], 'int32');
    lengths.dispose();
    expectRefused(
      labels,
      { predictionLengths: lengths },
      { argument: 'options.predictionLengths', found: 'a disposed tensor [3] of int32' },
    );
    const withNaN = Float32Array.from(logits.dataSync());
    withNaN[4 * 9 + 2] = NaN;
    expectRefused(labels, {}, { argument: 'predictions', index: [1, 2, 2], found: 'NaN' }, tf.tensor3d(withNaN, [3, 7, 4]));
    expectRefused(
      labels,
      { input: 'logProbabilities' },
      { argument: 'predictions', index: [0, 0, 0], expected: /log-probability/ },
      tf.ones([3, 7, 4]),
    );
    expectRefused(labels, {}, { argument: 'predictions', index: [0, 0, 0] }, tf.mul(tf.ones([3, 7, 4]), -Infinity));
  });

  it('options that are wrong, or unknown', () => {
    expectRefused(labels, { blank: 4 }, { argument: 'options.blank', found: '4' });
    expectRefused(labels, { blank: -5 }, { argument: 'options.blank' });
    for (const labelSmoothing of [1, -0.1, NaN, '0.1', null]) {
      expectRefused(labels, { labelSmoothing }, { argument: 'options.labelSmoothing' });
    }
    expectRefused(labels, { reduction: 'average' }, { argument: 'options.reduction', found: '"average"' });
    expectRefused(labels, { layout: 'rows' }, { argument: 'options.layout' });
    expectRefused(labels, { zeroInfinity: 1 }, { argument: 'options.zeroInfinity' });
    expectRefused(labels, { input: 'probabilities' }, { argument: 'options.input' });
    expectRefused(labels, { blnk: 1 }, { argument: 'options.blnk' });
  });
});
