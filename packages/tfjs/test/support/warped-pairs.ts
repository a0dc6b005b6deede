import type { RandomGenerator } from '@rubato/core';
import { createRandom } from '@rubato/core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { layers, tf } from './tf.ts';

const [pairs, frames, channels] = [6, 24, 4];

/** A smooth curve by random sines. */
function curve(random: RandomGenerator): (t: number) => number {
  const waves = Array.from({ length: 4 }, (_, k) => ({ phase: 2 * Math.PI * random(), size: random() / (1 + k), rate: (k + 1) * 1.5 }));
  return (t) => waves.reduce((sum, { phase, size, rate }) => sum + size * Math.sin(2 * Math.PI * rate * t + phase), 0);
}

/**
 * Pairs of signals and the warps between them. In two channels both signals are the same curve, one of them warped; in the other two they
 * are curves that have nothing to do with each other, and are twice as loud.
 */
export function makePairs(): { x: Tensor3D; y: Tensor3D; truth: Tensor2D } {
  const random = createRandom(11);
  const data = { x: [] as number[], y: [] as number[], truth: [] as number[] };
  for (let b = 0; b < pairs; b++) {
    const bend = 0.12 * (b % 2 === 0 ? 1 : -1) * (0.6 + 0.4 * random());
    const shared = [curve(random), curve(random)];
    const noise = { x: [curve(random), curve(random)], y: [curve(random), curve(random)] };
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

/** A dense layer that makes features of a signal, always with the same weights in the beginning. */
export function createFeatures(): Sequential {
  const kernelInitializer = layers.initializers.glorotUniform({ seed: 5 });
  return layers.sequential({ layers: [layers.layers.dense({ units: 3, inputShape: [frames, channels], kernelInitializer })] });
}

/** Constraints on the warps. */
export const constraints = { lambda: 0.3, slopes: { upper: 3 } } as const;
