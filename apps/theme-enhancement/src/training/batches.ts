import { createRandom } from '@rubato/core';
import { tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { drawOrder } from '../data/draw.ts';
import type { Example } from '../data/example.ts';

/**
 * The examples in batches, in an order that follows from the seed and the epoch alone: a training that begins in the middle needs no
 * random state.
 */
export function shuffledBatches(examples: readonly Example[], batchSize: number, seed: number, epoch: number): Example[][] {
  const order = drawOrder(createRandom(seed * 1_000_003 + epoch), examples.length);
  return inBatches(
    Array.from(order, (k) => examples[k]),
    batchSize,
  );
}

/** The examples in batches, in their order; the last batch may be smaller. */
export function inBatches(examples: readonly Example[], batchSize: number): Example[][] {
  const batches: Example[][] = [];
  for (let from = 0; from < examples.length; from += batchSize) batches.push(examples.slice(from, from + batchSize));
  return batches;
}

/** What a network hears of a batch, [B, T, …frame shape] with T the frames of the longest; what is missing of the others is zero. */
export function batchInputs(batch: readonly Example[], [bins, channels]: readonly [number, number]): Tensor4D {
  const frames = Math.max(...batch.map((example) => example.frames));
  const data = new Float32Array(batch.length * frames * bins * channels);
  batch.forEach(({ inputs }, b) => data.set(inputs, b * frames * bins * channels));
  return tensor4d(data, [batch.length, frames, bins, channels]);
}
