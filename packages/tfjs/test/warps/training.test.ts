import { createRandom } from '@rubato/core';
import type { Scalar, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { decDtw } from '../../src/index.ts';
import { layers, tf } from '../support/tf.ts';

const [pairs, frames, channels] = [6, 24, 4];
const random = createRandom(11);

/** A smooth curve by random sines. */
function curve(): (t: number) => number {
  const waves = Array.from({ length: 4 }, (_, k) => ({ phase: 2 * Math.PI * random(), size: random() / (1 + k), rate: (k + 1) * 1.5 }));
  return (t) => waves.reduce((sum, { phase, size, rate }) => sum + size * Math.sin(2 * Math.PI * rate * t + phase), 0);
}

/**
 * Pairs of signals and the warps between them. In two channels both signals are the same curve, one of them warped; in the other two they
 * are curves that have nothing to do with each other, and are twice as loud.
 */
function makePairs(): { x: Tensor3D; y: Tensor3D; truth: Tensor } {
  const data = { x: [] as number[], y: [] as number[], truth: [] as number[] };
  for (let b = 0; b < pairs; b++) {
    const bend = 0.12 * (b % 2 === 0 ? 1 : -1) * (0.6 + 0.4 * random());
    const shared = [curve(), curve()];
    const noise = { x: [curve(), curve()], y: [curve(), curve()] };
    for (let k = 0; k < frames; k++) {
      const t = k / (frames - 1);
      const warped = t + bend * Math.sin(Math.PI * t);
      data.x.push(...shared.map((f) => f(t)), ...noise.x.map((f) => 2 * f(t)));
      data.y.push(...shared.map((f) => f(warped)), ...noise.y.map((f) => 2 * f(t)));
      data.truth.push(warped * (frames - 1));
    }
  }
  return {
    x: tf.tensor3d(data.x, [pairs, frames, channels]),
    y: tf.tensor3d(data.y, [pairs, frames, channels]),
    truth: tf.tensor2d(data.truth, [pairs, frames]),
  };
}

it('a dense layer learns the features that align: the time error of the warps falls', () => {
  const { x, y, truth } = makePairs();
  const dense = layers.layers.dense({
    units: 3,
    inputShape: [frames, channels],
    kernelInitializer: layers.initializers.glorotUniform({ seed: 5 }),
  });
  const model = layers.sequential({ layers: [dense] });
  const warps = (): Tensor => decDtw(model.apply(x) as Tensor, model.apply(y) as Tensor, { lambda: 0.3, slopes: { upper: 3 } });
  const timeError = (): number => tf.tidy(() => tf.mean(tf.abs(tf.sub(warps(), truth))).dataSync()[0]);
  const before = timeError();
  const optimizer = tf.train.adam(0.05);
  for (let step = 0; step < 60; step++) optimizer.minimize(() => tf.mean<Scalar>(tf.squaredDifference(warps(), truth)));
  const after = timeError();
  // Frames.
  expect(before).toBeGreaterThan(1);
  expect(after).toBeLessThan(0.3 * before);
});
