import { createRandom } from '@rubato/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { tensor3d } from '@tensorflow/tfjs-core';
import { drawOrder } from '../data/draw.ts';
import type { Slice } from '../data/slice.ts';

/** Slices in batches, in an order that follows from seed and epoch alone: a training that begins in the middle needs no random state. */
export function shuffledBatches(slices: readonly Slice[], batchSize: number, seed: number, epoch: number): Slice[][] {
  const order = drawOrder(createRandom(seed * 1_000_003 + epoch), slices.length);
  const batches: Slice[][] = [];
  for (let from = 0; from < order.length; from += batchSize) {
    batches.push(Array.from(order.subarray(from, from + batchSize), (k) => slices[k]));
  }
  return batches;
}

/** Features of both sides of a batch, [2B, T, D]: first the scores. */
export function batchFeatures(batch: readonly Slice[]): Tensor3D {
  const { frames, dimension } = batch[0];
  const size = frames * dimension;
  const data = new Float32Array(2 * batch.length * size);
  batch.forEach(({ score, performance }, b) => {
    data.set(score, b * size);
    data.set(performance, (batch.length + b) * size);
  });
  return tensor3d(data, [2 * batch.length, frames, dimension]);
}
