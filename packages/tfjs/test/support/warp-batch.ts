import { createRandom } from '@rubato/core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { TensorWarpOptions } from '../../src/index.ts';
import { tf } from './tf.ts';

/** Sides of the batch that warps are tested with; lengths are ragged. */
export const [batch, n, m, channels] = [3, 9, 7, 2];
export const xLengths: readonly number[] = [9, 6, 8];
export const yLengths: readonly number[] = [5, 7, 7];

const random = createRandom(7);
const rounded = (length: number, make: (k: number) => number): number[] => Array.from({ length }, (_, k) => Math.fround(make(k)));

/** Random walks [batch, n, channels], NaN in the padding. */
function walks(): Float32Array {
  const data = new Float32Array(batch * n * channels).fill(NaN);
  xLengths.forEach((count, b) => {
    for (let c = 0; c < channels; c++) {
      let state = random();
      for (let k = 0; k < count; k++) data[(b * n + k) * channels + c] = state += random() - 0.5;
    }
  });
  return data;
}

/** The walks, warped and with noise: [batch, m, channels], NaN in the padding. */
function warped(data: Float32Array): Float32Array {
  const answer = new Float32Array(batch * m * channels).fill(NaN);
  yLengths.forEach((count, b) => {
    for (let k = 0; k < count; k++) {
      const share = k / (count - 1);
      const at = (xLengths[b] - 1) * (share + 0.1 * Math.sin(Math.PI * share));
      const from = Math.min(Math.floor(at), xLengths[b] - 2);
      for (let c = 0; c < channels; c++) {
        const [left, right] = [data[(b * n + from) * channels + c], data[(b * n + from + 1) * channels + c]];
        answer[(b * m + k) * channels + c] = left + (at - from) * (right - left) + 0.2 * (random() - 0.5);
      }
    }
  });
  return answer;
}

/** Times [batch, length] with uneven steps. */
function unevenTimes(length: number): Tensor {
  const rows = Array.from({ length: batch }, () => {
    let time = random();
    return rounded(length, () => (time += 0.3 + random()));
  });
  return tf.tensor2d(rows);
}

const walk = walks();
export const x: Tensor3D = tf.tensor3d(walk, [batch, n, channels]);
export const y: Tensor3D = tf.tensor3d(warped(walk), [batch, m, channels]);

type Build = (tensors: Readonly<Record<string, Tensor>>) => TensorWarpOptions;

/** Options made of tensors that a test may move. */
export interface MovableCase {
  readonly build: Build;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Batches with every way to say what a problem has. */
export const cases: Readonly<Record<string, MovableCase>> = {
  'cubics between observations': { tensors: { lambda: tf.scalar(0.1) }, build: ({ lambda }) => ({ lambda, interpolation: 'cubic' }) },
  'one λ': { tensors: { lambda: tf.scalar(0.1) }, build: ({ lambda }) => ({ lambda }) },
  'times, and a λ for each interval': {
    tensors: {
      lambda: tf.tensor2d(
        rounded(batch * (m - 1), () => 0.05 + 0.2 * random()),
        [batch, m - 1],
      ),
      xTimes: unevenTimes(n),
      yTimes: unevenTimes(m),
    },
    build: (tensors) => tensors as unknown as TensorWarpOptions,
  },
  'evenly spaced knots, and a radius': {
    tensors: { lambda: tf.tensor1d([0.1, 0.2, 0.1, 0.05, 0.3]), radius: tf.tensor1d([0.6, 0.17, 0.33]) },
    build: ({ lambda, radius }) => ({ lambda, knots: 6, band: { kind: 'sakoe-chiba', radius } }),
  },
  'a subsequence with slopes': {
    tensors: { lower: tf.mul(tf.ones([m - 1]), 0.83), upper: tf.scalar(1.47), expectedSlope: tf.tensor1d([1.5, 0.8, 1.1]) },
    build: ({ lower, upper, expectedSlope }) => ({ lambda: 0.1, subsequence: true, slopes: { lower, upper }, expectedSlope }),
  },
  'radii, and Huber functions': {
    tensors: { radii: tf.mul(tf.ones([batch, m]), 0.23), lambda: tf.mul(tf.ones([batch, 1]), 0.05) },
    build: ({ radii, lambda }) => ({
      lambda,
      band: { kind: 'ratanamahatana-keogh', radii },
      signalLoss: { name: 'huber', parameter: 0.3 },
      warpPenalty: 'huber',
    }),
  },
  'bounds, and lists': {
    tensors: { upper: tf.tensor1d([1, 1.2, 2.6, 3.3, 9, 9, 9]) },
    build: ({ upper }) => ({
      lambda: [0.1, 0.2, 0.1, 0.05, 0.3, 0.1],
      band: { kind: 'ranges', lower: [-1, 0.3, 1.1, 1.7, 2.3, 2.4, 2.5], upper },
      xTimes: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    }),
  },
};
