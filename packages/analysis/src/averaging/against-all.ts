import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { softDtwSteps } from '../divergences/divergence.ts';
import type { CheckedSequences } from '../divergences/sequence-batch.ts';

/** The squared Euclidean alignments of one sequence (rows) with each of many (columns): a batch that shares its rows. */
export function againstAll(
  centre: Float64Array,
  length: number,
  { data, batch, length: columns, dimension, lengths }: CheckedSequences,
  minimum: { readonly minimum: 'softmin' | 'hardmin'; readonly temperature?: number },
): AlignmentProblem {
  const x = new Float64Array(batch * centre.length);
  for (let b = 0; b < batch; b++) x.set(centre, b * centre.length);
  return normaliseProblem({
    ...minimum,
    steps: softDtwSteps,
    cost: { kind: 'features', x, y: data, shape: [batch, length, columns], dimension, localCost: { name: 'squaredEuclidean' } },
    columnLengths: lengths,
    precision: 'float64',
  });
}

/** Sums the gradients by the copies of the shared rows. */
export function sumOverBatch(gradient: ArrayLike<number>, size: number): Float64Array {
  const sum = new Float64Array(size);
  for (let k = 0; k < gradient.length; k++) sum[k % size] += gradient[k];
  return sum;
}
