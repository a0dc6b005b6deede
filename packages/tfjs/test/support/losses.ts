import type { Backend } from '@rubato/core';
import { oneHotTargets, table1 } from '@rubato/presets';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import {
  alignmentLoss,
  ctcLoss,
  multiLabelCtcLoss,
  packTargets,
  setComputeBackend,
  softDtwDivergence,
  softDtwLoss,
} from '../../src/index.ts';
import { expectClose } from './expect-close.ts';
import { randomTensor } from './random-tensor.ts';
import { tf } from './tf.ts';

const labels = [[1, 2, 2], [3], []];
const rows = [[[1, 0, 0], [0, 1, 1]], [[1, 1, 0]], []]; // prettier-ignore
const lengths = [7, 5, 6];
const byRow = alignmentLoss((each) => table1('SDTW-E-W', 'paper', each), {
  localCost: { name: 'negativeLogLikelihood', parameters: { input: 'logits', rests: 'free' } },
  columns: (each) => oneHotTargets(each, 4),
  reduction: 'none',
});

/** What the losses are of. */
const given = (): Tensor => randomTensor([3, 7, 4], 1, 2);
/** Something to add to the last class. */
const masked = (by: number): Tensor => tf.tensor1d([0, 0, 0, by]);
/** The same in frames 2 to 4 only. */
const maskedFrames = (by: number): Tensor => tf.mul(masked(by), tf.tensor2d([0, 0, 1, 1, 1, 0, 0], [7, 1]));
/** Log-probabilities of frames that are surely of class 0, or of class 1 in the last two items. */
const sure = (): Tensor => {
  const [zero, one] = [[0, -40, -40, -40], [-40, 0, -40, -40]]; // prettier-ignore
  return tf.stack([zero, one, one].map((frame) => tf.tile(tf.tensor2d(frame, [1, 4]), [7, 1])));
};

/** Losses of a tensor [3, 7, 4], with every option that reaches a kernel of tfjs, for whatever computes. */
const losses: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  ctcLoss: (x) => ctcLoss(labels, x, { predictionLengths: lengths, labelSmoothing: 0.1, reduction: 'none' }),
  'ctcLoss of log-probabilities': (x) => ctcLoss(labels, tf.logSoftmax(x), { input: 'logProbabilities', reduction: 'none' }),
  'ctcLoss with too few frames': (x) =>
    ctcLoss(labels, x, { predictionLengths: [3, 7, 7], zeroInfinity: true, layout: 'batchMajor', reduction: 'none' }),
  'ctcLoss with frames first': (x) =>
    ctcLoss(labels, tf.transpose(x, [1, 0, 2]), { layout: 'timeMajor', reduction: 'meanByTargetLength', labelSmoothing: 0.1 }),
  'ctcLoss of packed targets': (x) => ctcLoss(packTargets(labels, { shape: [7, 4], predictionLengths: lengths }), x),
  multiLabelCtcLoss: (x) => multiLabelCtcLoss(rows, x, { predictionLengths: lengths, reduction: 'none' }),
  softDtwLoss: (x) => softDtwLoss(tf.slice(tf.neg(x), [0, 1, 0], [3, 5, 4]), x, { reduction: 'none', temperature: 0.5 }),
  softDtwDivergence: (x) => softDtwDivergence(tf.slice(tf.neg(x), [0, 1, 0], [3, 5, 4]), x, { reduction: 'none' }),
  'ctcLoss with a class masked in some frames': (x) => ctcLoss([[1, 2], [3], []], tf.add(x, maskedFrames(-1e9)), { reduction: 'none' }),
  'ctcLoss with a class ruled out, and smoothing': (x) =>
    ctcLoss([[1, 2], [1], []], tf.add(x, masked(-Infinity)), { reduction: 'none', labelSmoothing: 0.1 }),
  'ctcLoss of 0': (x) => ctcLoss([[], [1], [1]], tf.add(tf.sub(x, given()), sure()), { input: 'logProbabilities', reduction: 'none' }),
  'ctcLoss with smoothing and an item without a path': (x) =>
    ctcLoss(labels, x, { predictionLengths: [3, 7, 7], labelSmoothing: 0.1, reduction: 'none' }),
  'the square of ctcLoss with an item without a path': (x) =>
    tf.square(ctcLoss(labels, x, { predictionLengths: [3, 7, 7], reduction: 'none' })),
  'softDtwLoss with an item of length 0': (x) => softDtwLoss(tf.neg(x), x, { predictionLengths: [0, 7, 5], reduction: 'none' }),
  'softDtwDivergence with items of length 0': (x) =>
    softDtwDivergence(tf.neg(x), x, { predictionLengths: [0, 7, 5], targetLengths: [4, 6, 0], reduction: 'none' }),
  alignmentLoss: (x) => byRow([[1, -1, 2], [3], [2]], x),
};

/** A loss's value and its gradient by weights of the items, read asynchronously. */
async function read(loss: (x: Tensor) => Tensor): Promise<Float32Array[]> {
  const x = given();
  const weights = tf.tensor1d([1, -2, 0.5]);
  const value = tf.tidy(() => loss(x));
  const gradient = tf.tidy(() => tf.grad((each: Tensor) => tf.sum(tf.mul(loss(each), weights)))(x));
  const answer = [(await value.data()) as Float32Array, (await gradient.data()) as Float32Array];
  tf.dispose([x, weights, value, gradient]);
  return answer;
}

/** Weights of a small model after three steps of training. */
async function train(): Promise<Float32Array> {
  const inputs = randomTensor([3, 7, 5], 4);
  const weights = tf.variable(randomTensor([1, 5, 4], 3));
  const optimizer = tf.train.adam(0.1);
  const loss = () => ctcLoss(labels, tf.matMul(inputs, tf.tile(weights, [3, 1, 1])), { predictionLengths: lengths }) as Scalar;
  for (let step = 0; step < 3; step++) optimizer.minimize(loss);
  const trained = Float32Array.from(await weights.data());
  optimizer.dispose();
  tf.dispose([inputs, weights]);
  return trained;
}

/** Answers of all losses on tfjs-cpu, and of a training. */
export interface ExpectedLosses {
  readonly answers: ReadonlyMap<string, readonly Float32Array[]>;
  readonly trained: Float32Array;
}

/** What the losses are on tfjs-cpu, computed by a backend that is set from here on. */
export async function lossesOnCpu(backend: Backend): Promise<ExpectedLosses> {
  setComputeBackend(backend);
  await tf.setBackend('cpu');
  const answers = new Map<string, readonly Float32Array[]>();
  for (const [name, loss] of Object.entries(losses)) answers.set(name, await read(loss));
  return { answers, trained: await train() };
}

/** Checks all losses, and the training, on the backend of tfjs that is set now. */
export async function checkLosses({ answers, trained }: ExpectedLosses): Promise<void> {
  for (const [name, loss] of Object.entries(losses)) {
    const [values, gradient] = await read(loss);
    const [byCpu, gradientByCpu] = answers.get(name)!;
    expectClose(values, byCpu, { relative: 1e-4, absolute: 1e-4 });
    expectClose(gradient, gradientByCpu, { absolute: 1e-3 });
    expect(Math.max(...gradientByCpu), name).toBeGreaterThan(0.1);
  }
  expectClose(await train(), trained, { absolute: 1e-3 });
}
