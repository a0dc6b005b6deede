import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { softDtwSteps } from '../divergences/divergence.ts';
import type { CheckedSequences } from '../divergences/sequence-batch.ts';

/** Makes the problem of a sequence [length, D]. It holds until the next one is made, which is written over it. */
export type AgainstAll = (sequence: Float64Array, length: number) => AlignmentProblem;

/**
 * The squared Euclidean alignments of one sequence (rows) with each of many (columns): a batch that shares its rows. The copies of the rows
 * that a batch takes stand in one array, for as long as sequences are no longer than the first.
 */
export function againstAll(
  { data, batch, length: columns, dimension, lengths }: CheckedSequences,
  minimum: { readonly minimum: 'softmin' | 'hardmin'; readonly temperature?: number },
): AgainstAll {
  let copies = new Float64Array(0);
  return (sequence, length) => {
    const size = length * dimension;
    if (copies.length < batch * size) copies = new Float64Array(batch * size);
    for (let b = 0; b < batch; b++) copies.set(sequence, b * size);
    return normaliseProblem({
      ...minimum,
      steps: softDtwSteps,
      cost: {
        kind: 'features',
        x: copies.subarray(0, batch * size),
        y: data,
        shape: [batch, length, columns],
        dimension,
        localCost: { name: 'squaredEuclidean' },
      },
      columnLengths: lengths,
      precision: 'float64',
    });
  };
}

/** Sums the gradients by the copies of the shared rows. */
export function sumOverBatch(gradient: ArrayLike<number>, size: number): Float64Array {
  const sum = new Float64Array(size);
  for (let k = 0; k < gradient.length; k++) sum[k % size] += gradient[k];
  return sum;
}
