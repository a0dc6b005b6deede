import { alignmentEntropy } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { ctc } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { alignmentEntropyLoss, analysisLoss, dilateLoss, pathSupervisedLoss } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';
import { randomTensor } from './random-tensor.ts';
import { tf } from './tf.ts';

const lengths = { predictionLengths: [6, 5], targetLengths: [3, 4] };
const paths = [Int32Array.of(0, 0, 1, 0, 2, 1, 3, 1, 4, 1, 5, 2), Int32Array.of(0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 3)];
const options = { backend: openCpu(), reduction: 'none', temperature: 0.5, ...lengths } as const;
const entropy = analysisLoss(alignmentEntropy, (labels) => ctc(labels), { backend: options.backend, reduction: 'none' });
const targetsOf = (x: Tensor) => tf.slice(tf.neg(x), [0, 1, 0], [2, 4, 3]);
const swap = (x: Tensor) => tf.transpose(x, [1, 0, 2]);

/** Losses of a tensor [2, 6, 3], with every option that reaches a kernel of tfjs. */
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

/** A loss's value and its gradient by weights of the items, read asynchronously. */
async function compute(loss: (x: Tensor) => Tensor): Promise<readonly Float32Array[]> {
  const x = randomTensor([2, 6, 3], 1);
  const weights = tf.tensor1d([1, -2]);
  const value = tf.tidy(() => loss(x));
  const gradient = tf.tidy(() => tf.grad((each: Tensor) => tf.sum(tf.mul(loss(each), weights)))(x));
  const answer = [(await value.data()) as Float32Array, (await gradient.data()) as Float32Array];
  tf.dispose([x, weights, value, gradient]);
  return answer;
}

/** Answers of all losses on tfjs-cpu. */
export async function analysisLossesOnCpu(): Promise<ReadonlyMap<string, readonly Float32Array[]>> {
  await tf.setBackend('cpu');
  const answers = new Map<string, readonly Float32Array[]>();
  for (const [name, loss] of Object.entries(losses)) answers.set(name, await compute(loss));
  return answers;
}

/** Checks all of them on the backend of tfjs that is set now. */
export async function checkAnalysisLosses(expected: ReadonlyMap<string, readonly Float32Array[]>): Promise<void> {
  for (const [name, loss] of Object.entries(losses)) {
    const [values, gradient] = await compute(loss);
    const [byCpu, gradientByCpu] = expected.get(name)!;
    expectClose(values, byCpu, { relative: 1e-5 });
    expectClose(gradient, gradientByCpu, { absolute: 1e-5 });
    expect(Math.max(...gradientByCpu), name).toBeGreaterThan(0.01);
  }
}

/** Checks that each is refused on the backend of tfjs that is set now. */
export function expectAnalysisLossesRefused(error: RegExp): void {
  for (const loss of Object.values(losses)) expect(() => tf.tidy(() => loss(randomTensor([2, 6, 3], 1)))).toThrow(error);
}
