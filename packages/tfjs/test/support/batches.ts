import type { Tensor3D } from '@tensorflow/tfjs-core';
import { packTargets } from '../../src/index.ts';
import type { Handwriting } from './handwriting.ts';
import { classes } from './handwriting.ts';
import { tf } from './tf.ts';

/** What `fitDataset` takes. */
export interface Batch {
  readonly xs: Tensor3D;
  readonly ys: Tensor3D;
  [name: string]: Tensor3D;
}

/** Batches of words, each padded to its own longest. */
export function* batchesOf({ data, shape, labels, lengths }: Handwriting, size: number): Generator<Batch, undefined, undefined> {
  const [, frames, dimension] = shape;
  for (let start = 0; start < labels.length; start += size) {
    const some = lengths.slice(start, start + size);
    const longest = Math.max(...some);
    const padded = new Float32Array(some.length * longest * dimension);
    some.forEach((length, k) => {
      const from = (start + k) * frames * dimension;
      padded.set(data.subarray(from, from + length * dimension), k * longest * dimension);
    });
    yield {
      xs: tf.tensor3d(padded, [some.length, longest, dimension]),
      ys: packTargets(labels.slice(start, start + size), { shape: [longest, classes], predictionLengths: some }),
    };
  }
  return undefined;
}
