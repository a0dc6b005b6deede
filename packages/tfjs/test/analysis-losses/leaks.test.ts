import { alignmentEntropy } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { ctc } from '@rubato/presets';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { alignmentEntropyLoss, analysisLoss, dilateLoss, pathSupervisedLoss } from '../../src/index.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { tf } from '../support/tf.ts';

const STEPS = 200;
const backend = openCpu();
const inputs = randomTensor([3, 7, 5], 4);
const sequences = randomTensor([3, 6, 4], 5);
const penalty = tf.abs(randomTensor([3, 7, 6], 6));
const lengths = { predictionLengths: [7, 5, 6], targetLengths: [6, 4, 5] };
const paths = [Int32Array.of(0, 0, 2, 2), Int32Array.of(1, 1), Int32Array.of(3, 3, 4, 4)];
const entropy = analysisLoss(alignmentEntropy, (labels) => ctc(labels), { backend });

const losses: readonly (readonly [string, (x: Tensor) => Tensor])[] = [
  ['dilateLoss', (x) => dilateLoss(sequences, x, { backend, penalty, ...lengths })],
  ['pathSupervisedLoss', (x) => pathSupervisedLoss(sequences, x, { backend, measure: 'coverage', paths, ...lengths })],
  ['alignmentEntropyLoss', (x) => alignmentEntropyLoss(sequences, x, { backend, ...lengths })],
  ['analysisLoss of labels', (x) => entropy([[1, 2, 2], [3], []], x, { predictionLengths: [7, 5, 6] })],
];

it.each(losses)(`${STEPS} training steps with %s leave no tensor and no byte behind`, (_, loss) => {
  const weights = tf.variable(randomTensor([1, 5, 4], 3));
  const optimizer = tf.train.adam(0.01);
  const step = (): void => {
    optimizer.minimize(() => loss(tf.matMul(inputs, tf.tile(weights, [3, 1, 1]))) as Scalar);
  };
  // The optimizer makes its moments at the first step.
  step();
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  const before = weights.dataSync().slice();
  for (let k = 0; k < STEPS; k++) step();
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
  expect(weights.dataSync()).not.toEqual(before);
  optimizer.dispose();
  weights.dispose();
});
