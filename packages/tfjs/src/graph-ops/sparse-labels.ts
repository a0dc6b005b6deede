import { InvalidArgumentError } from '@rubato/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { checkWhole, refuse } from '../check.ts';
import { readTensor } from '../read-tensor.ts';

/**
 * Label sequences from a sparse matrix: `indices` [n, 2] of (item, position) and `values` [n]. Positions ascend from item to item, and within
 * one; they may leave places out, as in TensorFlow.
 *
 * @throws InvalidArgumentError with the first index that is out of order
 */
export function readSparseLabels(indices: Tensor, values: Tensor, batch: number): number[][] {
  const count = values.shape[0];
  if (values.shape.length !== 1) refuse('labels_values', values, 'a tensor [n]');
  if (indices.shape.length !== 2 || indices.shape[0] !== count || indices.shape[1] !== 2) {
    refuse('labels_indices', indices, `a tensor [${count}, 2]`);
  }
  const [places, labels] = [readTensor(indices, 'labels_indices'), readTensor(values, 'labels_values')];
  const sequences = Array.from({ length: batch }, (): number[] => []);
  for (let k = 0; k < count; k++) {
    const [item, position] = [places[2 * k], places[2 * k + 1]];
    checkWhole('labels_indices', item, 0, batch - 1, [k, 0]);
    checkWhole('labels_indices', position, 0, 2 ** 31 - 1, [k, 1]);
    if (k > 0 && (item < places[2 * k - 2] || (item === places[2 * k - 2] && position <= places[2 * k - 1]))) {
      const found = `(${item}, ${position}) after (${places[2 * k - 2]}, ${places[2 * k - 1]})`;
      throw new InvalidArgumentError({ argument: 'labels_indices', index: [k], found, expected: 'items and positions in ascending order' });
    }
    sequences[item].push(labels[k]);
  }
  return sequences;
}

/** Label sequences as a sparse matrix: indices, values and shape, int32 in place of TensorFlow's int64. */
export function sparseLabels(sequences: readonly (readonly number[])[]): [indices: Tensor, values: Tensor, shape: Tensor] {
  const places = sequences.flatMap((sequence, b) => sequence.flatMap((_, l) => [b, l]));
  const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
  return [
    tensor2d(Int32Array.from(places), [places.length / 2, 2], 'int32'),
    tensor1d(Int32Array.from(sequences.flat()), 'int32'),
    tensor1d(Int32Array.of(sequences.length, longest), 'int32'),
  ];
}
