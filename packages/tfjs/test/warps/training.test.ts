import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { decDtw, timeErrorLoss } from '../../src/index.ts';
import { tf } from '../support/tf.ts';
import { constraints, createFeatures, makePairs } from '../support/warped-pairs.ts';

it('a dense layer learns the features that align: the time error of the warps falls', () => {
  const { x, y, truth } = makePairs();
  const model = createFeatures();
  const warps = (): Tensor => decDtw(model.apply(x) as Tensor, model.apply(y) as Tensor, constraints);
  const loss = (): Scalar => timeErrorLoss(warps(), truth) as Scalar;
  const timeError = (): number => tf.tidy(() => loss().dataSync()[0]);
  const before = timeError();
  const optimizer = tf.train.adam(0.05);
  for (let step = 0; step < 60; step++) optimizer.minimize(loss);
  const after = timeError();
  // Frames.
  expect(before).toBeGreaterThan(1);
  expect(after).toBeLessThan(0.3 * before);
});
