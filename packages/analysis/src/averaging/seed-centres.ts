import type { Backend } from '@rubato/core';
import { createRandom } from '@rubato/core';
import type { CheckedSequences, SequenceBatch } from '../divergences/sequence-batch.ts';
import { softDtwDivergence } from '../divergences/soft-dtw-divergence.ts';
import { resampledMean } from './resample.ts';

/**
 * k-means++: the first centre is a sequence drawn uniformly, each further one drawn in proportion to its divergence from the nearest centre
 * so far. Order of sampling: one number for each centre. Where all divergences are 0 the first sequence not taken yet is taken.
 */
export async function seedCentres(
  from: CheckedSequences,
  options: {
    readonly clusters: number;
    readonly seed: number;
    readonly temperature: number;
    readonly length: number;
    readonly backend: Backend;
    readonly signal?: AbortSignal;
  },
): Promise<Float64Array[]> {
  const { clusters, seed, temperature, length, backend, signal } = options;
  const { batch, data, dimension, lengths } = from;
  const random = createRandom(seed);
  const size = from.length * dimension;
  const all: SequenceBatch = { data, shape: [batch, from.length, dimension], lengths };
  const nearest = new Float64Array(batch).fill(Infinity);
  const taken: number[] = [Math.floor(random() * batch)];
  while (taken.length < clusters) {
    const last = taken[taken.length - 1];
    const copies = new Float64Array(data.length);
    for (let b = 0; b < batch; b++) copies.set(data.subarray(last * size, (last + 1) * size), b * size);
    const same: SequenceBatch = { ...all, data: copies, lengths: lengths.map(() => lengths[last]) };
    const { values } = await softDtwDivergence(same, all, { temperature, backend, ...(signal === undefined ? {} : { signal }) });
    for (let b = 0; b < batch; b++) nearest[b] = taken.includes(b) ? 0 : Math.min(nearest[b], Math.max(0, values[b]));
    taken.push(draw(nearest, taken, random()));
  }
  return taken.map((b) =>
    resampledMean(
      from,
      length,
      new Float64Array(batch).map((_, other) => (other === b ? 1 : 0)),
    ),
  );
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
