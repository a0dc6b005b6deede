import type { Backend } from '@rubato/core';
import { createRandom, normaliseProblem, solve } from '@rubato/core';
import { softDtwSteps } from '../divergences/divergence.ts';
import type { CheckedSequences } from '../divergences/sequence-batch.ts';
import type { AgainstAll } from './against-all.ts';

/** Soft-DTW of each sequence with itself: what divergences of all pairs share. */
export async function selfValues(
  { data, batch, length, dimension, lengths }: CheckedSequences,
  temperature: number,
  backend: Backend,
  waiting: { readonly signal?: AbortSignal },
): Promise<ArrayLike<number>> {
  const problem = normaliseProblem({
    steps: softDtwSteps,
    temperature,
    cost: { kind: 'features', x: data, y: data, shape: [batch, length, length], dimension, localCost: { name: 'squaredEuclidean' } },
    rowLengths: lengths,
    columnLengths: lengths,
    precision: 'float64',
  });
  return (await solve(problem, backend, {}, waiting)).values;
}

/**
 * k-means++: the first centre is a sequence drawn uniformly, each further one drawn in proportion to its divergence from the nearest centre
 * so far. Order of sampling: one number for each centre. Where all divergences are 0 the first sequence not taken yet is taken.
 *
 * @param self soft-DTW of each sequence with itself; not looked at for one cluster
 * @returns the sequences that the centres are, by number
 */
export async function drawCentres(
  { batch, data, length, dimension, lengths }: CheckedSequences,
  self: ArrayLike<number>,
  options: {
    readonly clusters: number;
    readonly seed: number;
    readonly problemOf: AgainstAll;
    readonly backend: Backend;
    readonly waiting: { readonly signal?: AbortSignal };
  },
): Promise<number[]> {
  const { clusters, seed, problemOf, backend, waiting } = options;
  const random = createRandom(seed);
  const nearest = new Float64Array(batch).fill(Infinity);
  const taken: number[] = [Math.floor(random() * batch)];
  while (taken.length < clusters) {
    const last = taken[taken.length - 1];
    const first = last * length * dimension;
    const sequence = Float64Array.from(data.subarray(first, first + lengths[last] * dimension));
    const { values } = await solve(problemOf(sequence, lengths[last]), backend, {}, waiting);
    for (let b = 0; b < batch; b++) {
      const divergence = Math.max(0, values[b] - self[b] / 2 - self[last] / 2);
      nearest[b] = taken.includes(b) ? 0 : Math.min(nearest[b], divergence);
    }
    taken.push(draw(nearest, taken, random()));
  }
  return taken;
}

function draw(shares: Float64Array, taken: readonly number[], threshold: number): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let cumulated = 0;
  let last = shares.findIndex((_, b) => !taken.includes(b));
  for (let b = 0; b < shares.length; b++) {
    if (shares[b] === 0) continue;
    last = b;
    cumulated += shares[b] / total;
    if (cumulated > threshold) return b;
  }
  return last;
}
