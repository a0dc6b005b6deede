import { computeLossSync, dilate } from '@rubato/analysis';
import { normaliseProblem, openReference } from '@rubato/core';
import { warpPositions } from '@rubato/decoders';
import { softDtw } from '@rubato/presets';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { tensor3d, valueAndGrads } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dilateLoss } from '../../src/losses/dilate-loss.ts';
import { startTensors } from '../../src/network/start-tensors.ts';
import { expectNear } from '../support/expect-near.ts';
import { smallData } from '../support/small-data.ts';

await startTensors('wasm');

const frames = 14;
const temperature = 0.1;
const batch = smallData(frames).training.slice(0, 2);
const { dimension } = batch[0];
const sides = (['score', 'performance'] as const).map((side) => Float64Array.from(batch.flatMap((slice) => [...slice[side]])));
const everyFrame = Array.from({ length: frames }, (_, n) => n);
const penalty = Float64Array.from(
  batch.flatMap(({ truth }) => everyFrame.flatMap((n) => everyFrame.map((m) => Math.abs(m - warpPositions(truth, [n])[0])))),
);
const problem = normaliseProblem({
  ...softDtw({ temperature }),
  cost: { kind: 'features', x: sides[0], y: sides[1], shape: [2, frames, frames], dimension, localCost: { name: 'squaredEuclidean' } },
});
const reference = openReference();

it.each([0, 0.1, 1])('is a share of soft-DTW and a share of the expected distance from the truth; α = %d', (alpha) => {
  const tensors = sides.map((data) => tensor3d(Float32Array.from(data), [2, frames, dimension]));
  const { value, grads } = valueAndGrads((...[score, performance]) =>
    dilateLoss(batch, score as Tensor3D, performance as Tensor3D, { alpha, temperature }),
  )(tensors);

  const { values, softAlignment } = reference.solveSync(problem, { softAlignment: true });
  const shape = values[0] + values[1];
  const time = penalty.reduce((sum, distance, cell) => sum + softAlignment!.data[cell] * distance, 0);
  expect(value.dataSync()[0]).toBeCloseTo((alpha * shape + (1 - alpha) * time) / (2 * frames), 5);

  const { inputGradient } = computeLossSync(dilate(problem, { alpha, penalty }), { backend: reference, inputGradient: true });
  if (inputGradient?.kind !== 'features') throw new Error('features have gradients by x and y');
  [inputGradient.x, inputGradient.y].forEach((expected, side) => {
    expectNear(
      grads[side].dataSync(),
      Array.from(expected, (slope) => slope / (2 * frames)),
      1e-4,
    );
  });
});
