import { createRandom } from '@rubato/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { tf } from './tf.ts';

/** A tensor of numbers within ±scale, by a seed. */
export function randomTensor(shape: [number, number, number], seed: number, scale = 1): Tensor3D {
  const random = createRandom(seed);
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor3d(
    Float32Array.from({ length: size }, () => scale * (2 * random() - 1)),
    shape,
  );
}
