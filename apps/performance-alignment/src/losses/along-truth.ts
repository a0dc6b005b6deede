import type { Scalar, Tensor3D } from '@tensorflow/tfjs-core';
import { matMul, mean, square, sub, sum, tensor3d } from '@tensorflow/tfjs-core';
import type { Slice } from '../data/slice.ts';
import { truthAtFrames } from './truth-at-frames.ts';

/**
 * Along GT: the mean squared distance of each frame of the score from the performance where the truth says that it is, straight between the
 * performance's frames.
 */
export function alongTruthLoss(batch: readonly Slice[], score: Tensor3D, performance: Tensor3D): Scalar {
  const { frames } = batch[0];
  // A product with rows of two shares each: tfjs-wasm has no gradient of a gather.
  const shares = new Float32Array(batch.length * frames * frames);
  batch.forEach((slice, b) => {
    truthAtFrames(slice).forEach((time, n) => {
      const row = (b * frames + n) * frames;
      const low = Math.min(frames - 2, Math.floor(time));
      shares[row + low] = 1 - (time - low);
      shares[row + low + 1] = time - low;
    });
  });
  const warped = matMul(tensor3d(shares, [batch.length, frames, frames]), performance);
  return mean(sum(square(sub(warped, score)), 2));
}
