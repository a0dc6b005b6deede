import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { alignmentEntropy } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { ctc } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { alignmentEntropyLoss, analysisLoss, dilateLoss, pathSupervisedLoss } from '../../src/index.ts';
import { expectClose } from '../support/expect-close.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { tf } from '../support/tf.ts';

const lengths = { predictionLengths: [6, 5], targetLengths: [3, 4] };
const paths = [Int32Array.of(0, 0, 1, 0, 2, 1, 3, 1, 4, 1, 5, 2), Int32Array.of(0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 3)];
const options = { backend: openCpu(), reduction: 'none', temperature: 0.5, ...lengths } as const;
const entropy = analysisLoss(alignmentEntropy, (labels) => ctc(labels), { backend: options.backend, reduction: 'none' });
const targetsOf = (x: Tensor) => tf.slice(tf.neg(x), [0, 1, 0], [2, 4, 3]);
const swap = (x: Tensor) => tf.transpose(x, [1, 0, 2]);

const losses: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  dilateLoss: (x) => dilateLoss(targetsOf(x), x, options),
  'dilateLoss with a tensor for Ω': (x) => dilateLoss(targetsOf(x), x, { ...options, penalty: tf.tensor2d([...Array(24).keys()], [6, 4]) }),
  'dilateLoss with time first': (x) => dilateLoss(swap(targetsOf(x)), swap(x), { ...options, layout: 'timeMajor' }),
  'dilateLoss with an item of length 0': (x) => dilateLoss(targetsOf(x), x, { ...options, predictionLengths: [0, 6] }),
  likelihood: (x) => pathSupervisedLoss(targetsOf(x), x, { ...options, paths }),
  coverage: (x) => pathSupervisedLoss(targetsOf(x), x, { ...options, paths, measure: 'coverage', zeroInfinity: true }),
  alignmentEntropyLoss: (x) => alignmentEntropyLoss(targetsOf(x), x, { ...options, reduction: 'meanByTargetLength' }),
  'analysisLoss of labels': (x) => entropy([[1, 2], [2]], x),
};

async function compute(loss: (x: Tensor) => Tensor): Promise<readonly Float32Array[]> {
  const x = randomTensor([2, 6, 3], 1);
  const weights = tf.tensor1d([1, -2]);
  const value = tf.tidy(() => loss(x));
  const gradient = tf.tidy(() => tf.grad((each: Tensor) => tf.sum(tf.mul(loss(each), weights)))(x));
  return [(await value.data()) as Float32Array, (await gradient.data()) as Float32Array];
}

it('losses on alignments have on tfjs-wasm the values and gradients that they have on tfjs-cpu', async () => {
  await tf.setBackend('cpu');
  const expected: (readonly Float32Array[])[] = [];
  for (const loss of Object.values(losses)) expected.push(await compute(loss));
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  expect(tf.getBackend()).toBe('wasm');
  for (const [k, [name, loss]] of Object.entries(losses).entries()) {
    const [values, gradient] = await compute(loss);
    expectClose(values, expected[k][0], { relative: 1e-5 });
    expectClose(gradient, expected[k][1], { absolute: 1e-5 });
    expect(Math.max(...expected[k][1]), name).toBeGreaterThan(0.01);
  }
});
