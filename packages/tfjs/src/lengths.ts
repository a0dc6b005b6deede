import type { Tensor } from '@tensorflow/tfjs-core';
import { checkWhole, isList, isTensor, refuse } from './check.ts';
import { readTensor } from './read-tensor.ts';

/** The length of each item: a list, or a tensor [B]. */
export type Lengths = ArrayLike<number> | Tensor;

/** Lengths as numbers, each checked; `most` for all where there are none. */
export function readLengths(argument: string, lengths: unknown, batch: number, most: number, least = 0): Int32Array {
  if (lengths === undefined) return new Int32Array(batch).fill(most);
  const list = isTensor(lengths) ? readTensor(lengths as unknown as Tensor, argument) : lengths;
  if (!isList(list) || list.length !== batch || (isTensor(lengths) && lengths.shape.length !== 1)) {
    refuse(argument, lengths, `${batch} whole numbers, one per item`);
  }
  // No forEach: it would pass over the holes of a sparse list.
  for (let b = 0; b < batch; b++) checkWhole(argument, list[b], least, most, [b]);
  return Int32Array.from(list as ArrayLike<number>);
}
