import { computeLossSync } from '@rubato/analysis';
import type { Loss } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { LossOptions } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';
import { randomTensor } from './random-tensor.ts';
import { tf } from './tf.ts';

/** Two pairs of sequences of different lengths, and what belongs to them. */
export const predictions = randomTensor([2, 6, 3], 11);
export const targets = randomTensor([2, 4, 3], 12);
export const lengths = { predictionLengths: [6, 5], targetLengths: [3, 4] } as const;
/** Paths of soft-DTW from the first cell to the last. */
export const paths: readonly Int32Array[] = [
  Int32Array.of(0, 0, 1, 0, 2, 1, 3, 1, 4, 1, 5, 2),
  Int32Array.of(0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 3),
];

/** The problem that the losses solve. */
export function problemOf(temperature: number | readonly number[], x: Tensor = predictions): AlignmentProblem {
  return normaliseProblem({
    ...softDtw({ temperature }),
    cost: {
      kind: 'features',
      x: Float64Array.from(x.dataSync()),
      y: Float64Array.from(targets.dataSync()),
      shape: [2, 6, 4],
      dimension: 3,
      localCost: { name: 'squaredEuclidean' },
    },
    rowLengths: [...lengths.predictionLengths],
    columnLengths: [...lengths.targetLengths],
  });
}

/** Checks values, and gradients by both sequences with an upstream gradient, against those of `@rubato/analysis`. */
export function expectSameAsAnalysis(loss: (y: Tensor, x: Tensor) => Tensor, expected: Loss): void {
  const upstream = [1.5, -2];
  const { values, inputGradient } = computeLossSync(expected, { backend: openCpu(), inputGradient: true, upstream });
  if (inputGradient?.kind !== 'features') throw new Error('the losses are of features');
  tf.tidy(() => {
    expectClose(loss(targets, predictions).dataSync(), values, { relative: 2e-7 });
    const weighted = (y: Tensor, x: Tensor) => tf.sum(tf.mul(loss(y, x), upstream));
    const [byY, byX] = tf.grads(weighted)([targets, predictions]);
    expectClose(byX.dataSync(), inputGradient.x, { relative: 1e-6, absolute: 1e-9 });
    expectClose(byY.dataSync(), inputGradient.y, { relative: 1e-6, absolute: 1e-9 });
  });
}

type LengthOptions = Pick<LossOptions, 'predictionLengths' | 'targetLengths'>;
type PairLoss = (y: Tensor, x: Tensor, options: LengthOptions, item?: number) => Tensor;

/** Checks that an item has in a batch, beside whatever stands in the padding, the loss and the gradients that it has alone. */
export function expectSameAlone(loss: PairLoss): void {
  tf.tidy(() => {
    const { predictionLengths, targetLengths } = lengths;
    const x = withPadding(predictions, predictionLengths);
    const y = withPadding(targets, targetLengths);
    const options = { predictionLengths: [...predictionLengths], targetLengths: [...targetLengths] };
    const values = loss(y, x, options).dataSync();
    const [byY, byX] = tf.grads((b: Tensor, a: Tensor) => loss(b, a, options))([y, x]);
    for (let b = 0; b < 2; b++) {
      const alone = (tensor: Tensor, length: number) => tf.slice(tensor, [b, 0, 0], [1, length, 3]);
      const [ownX, ownY] = [alone(predictions, predictionLengths[b]), alone(targets, targetLengths[b])];
      expectClose(loss(ownY, ownX, {}, b).dataSync(), [values[b]], { relative: 1e-6 });
      const [ownByY, ownByX] = tf.grads((d: Tensor, c: Tensor) => loss(d, c, {}, b))([ownY, ownX]);
      expectClose(ownByX.dataSync(), alone(byX, predictionLengths[b]).dataSync(), { relative: 1e-5, absolute: 1e-7 });
      expectClose(ownByY.dataSync(), alone(byY, targetLengths[b]).dataSync(), { relative: 1e-5, absolute: 1e-7 });
    }
    // None of it reaches the padding.
    expectClose(tf.slice(byX, [1, 5, 0], [1, 1, 3]).dataSync(), [0, 0, 0], {});
    expectClose(tf.slice(byY, [0, 3, 0], [1, 1, 3]).dataSync(), [0, 0, 0], {});
  });
}

/** NaN past each item's length. */
function withPadding(tensor: Tensor3D, counts: readonly number[]): Tensor {
  const [, time, dimension] = tensor.shape;
  const numbers = Float32Array.from(tensor.dataSync());
  counts.forEach((count, b) => numbers.fill(NaN, (b * time + count) * dimension, (b + 1) * time * dimension));
  return tf.tensor(numbers, tensor.shape);
}
