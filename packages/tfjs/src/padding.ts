import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { expandDims, less, range, tensor2d, where, zerosLike } from '@tensorflow/tfjs-core';

/** Which rows of a batch lie within the items' lengths, [B, N]. */
export function insideLengths(rows: number, lengths: Int32Array): Tensor {
  return less(expandDims(range(0, rows, 1, 'int32'), 0), tensor2d(lengths, [lengths.length, 1], 'int32'));
}

/** A tensor [B, N, K] with 0 in the padding: what stands there must reach no derivative. */
export function withoutPadding(tensor: Tensor3D, lengths: Int32Array): Tensor3D {
  return where(expandDims(insideLengths(tensor.shape[1], lengths), 2), tensor, zerosLike(tensor));
}
