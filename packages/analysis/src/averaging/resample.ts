import type { CheckedSequences } from '../divergences/sequence-batch.ts';

/**
 * The mean of all sequences after each has been stretched to the same length by linear interpolation: the Euclidean mean, from which
 * averaging starts. Sequences of length 0 are left out.
 */
export function resampledMean({ data, length, dimension, lengths }: CheckedSequences, size: number, weights: Float64Array): Float64Array {
  const mean = new Float64Array(size * dimension);
  let total = 0;
  lengths.forEach((used, b) => {
    if (used === 0 || weights[b] === 0) return;
    total += weights[b];
    for (let n = 0; n < size; n++) {
      const position = size === 1 ? (used - 1) / 2 : (n * (used - 1)) / (size - 1);
      const left = Math.min(Math.floor(position), used - 1);
      const right = Math.min(left + 1, used - 1);
      const share = position - left;
      for (let d = 0; d < dimension; d++) {
        const from = (b * length + left) * dimension + d;
        const to = (b * length + right) * dimension + d;
        mean[n * dimension + d] += weights[b] * ((1 - share) * data[from] + share * data[to]);
      }
    }
  });
  return mean.map((sum) => sum / total);
}
