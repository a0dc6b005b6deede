import type { Backend } from '@rubato/core';
import { openReference, solve } from '@rubato/core';
import { checkNumber, checkOptions, checkWhole } from '../check.ts';
import type { CheckedSequences, SequenceBatch } from '../divergences/sequence-batch.ts';
import { againstAll } from './against-all.ts';
import type { AveragingOptions } from './averaging-options.ts';
import { averagingOptions, checkAveraging } from './averaging-options.ts';
import { seedCentres } from './seed-centres.ts';
import { softDtwBarycentre } from './soft-dtw-barycentre.ts';

export interface KMeansOptions extends Omit<AveragingOptions, 'initial' | 'weights'> {
  /** K, from 1 to the number of sequences. */
  readonly clusters: number;
  /** Of core's `createRandom`, for the first centres. Default 0. */
  readonly seed?: number;
  /** γ > 0, in units of the cost. Default 1. */
  readonly temperature?: number;
  /** L-BFGS iterations of each centre in each round. Default 10. */
  readonly barycentreIterations?: number;
}

const KNOWN: readonly string[] = averagingOptions
  .filter((name) => name !== 'initial' && name !== 'weights')
  .concat('clusters', 'seed', 'temperature', 'barycentreIterations');

/** Sequences in clusters. */
export interface SequenceClusters {
  /** The cluster of each sequence, shape [B]. */
  readonly labels: Int32Array;
  /** Shape [K, L, D]. */
  readonly centres: { readonly data: Float64Array; readonly shape: readonly [clusters: number, length: number, dimension: number] };
  /** The mean soft-DTW of the sequences and the centres of their clusters. */
  readonly value: number;
  readonly iterations: number;
  /** Whether no sequence changed its cluster any more. */
  readonly converged: boolean;
}

/**
 * k-means under soft-DTW: sequences go to the centre of least soft-DTW, centres become the barycentres of what they have, in turns.
 *
 * All centres have the same length, so that values compare. First centres are sequences drawn as in k-means++, by soft-DTW divergence
 * (which, unlike soft-DTW, is not below 0). A cluster that has lost its last sequence takes the one that is farthest from its own centre.
 * At most 20 rounds by default; the same seed gives the same answer.
 * Sources: Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017, section 3.3; Arthur & Vassilvitskii,
 * "k-means++: the advantages of careful seeding", SODA 2007.
 *
 * @param sequences [B, N, D], with lengths where they differ
 * @param options number of clusters, seed, temperature, length of the centres, backend, abort signal, progress in rounds
 * @throws InvalidArgumentError naming the first number, length or option that is wrong; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { softDtwKMeans } from '@rubato/analysis';
 * const data = Float64Array.of(0, 1, 0, 0, 5, 5, 5, 5, 0, 0, 1, 0, 5, 5, 4, 5);
 * const { labels } = await softDtwKMeans({ data, shape: [4, 4, 1] }, { clusters: 2, temperature: 0.1 });
 * [labels[0] === labels[2], labels[1] === labels[3], labels[0] === labels[1]]; // → [true, true, false]
 * ```
 */
export async function softDtwKMeans(sequences: SequenceBatch, options: KMeansOptions): Promise<SequenceClusters> {
  checkOptions(options, KNOWN);
  const { from, length } = checkAveraging(sequences, options, KNOWN);
  const { clusters, seed = 0, temperature = 1, barycentreIterations = 10, maxIterations = 20, signal, onProgress } = options;
  checkWhole('options.clusters', clusters, 1, from.batch);
  checkWhole('options.seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkNumber('options.temperature', temperature, 1e-100, 1e100);
  checkWhole('options.barycentreIterations', barycentreIterations, 1, 1e9);
  const backend = options.backend ?? openReference();
  const waiting = signal === undefined ? {} : { signal };
  signal?.throwIfAborted();
  const centres = await seedCentres(from, { clusters, seed, temperature, length, backend, ...waiting });
  let labels = new Int32Array(from.batch).fill(-1);
  for (let iterations = 0; ; iterations++) {
    const found = await assign(from, centres, length, temperature, backend, waiting);
    const converged = found.labels.every((label, b) => label === labels[b]);
    if (converged || iterations === maxIterations) {
      onProgress?.({ done: maxIterations, total: maxIterations });
      const data = new Float64Array(clusters * length * from.dimension);
      centres.forEach((centre, k) => data.set(centre, k * centre.length));
      const value = found.values.reduce((sum, least) => sum + least, 0) / from.batch;
      return { labels: found.labels, centres: { data, shape: [clusters, length, from.dimension] }, value, iterations, converged };
    }
    labels = Int32Array.from(found.labels);
    fillEmpty(labels, found.values, clusters);
    for (let k = 0; k < clusters; k++) {
      const members = Array.from(labels.keys()).filter((b) => labels[b] === k);
      const average = await softDtwBarycentre(select(from, members), {
        initial: { data: centres[k], shape: [length, from.dimension] },
        temperature,
        maxIterations: barycentreIterations,
        backend,
        ...waiting,
      });
      centres[k] = average.data;
    }
    onProgress?.({ done: iterations + 1, total: maxIterations });
  }
}

/** The nearest centre of each sequence, the first of equal ones. */
async function assign(
  from: CheckedSequences,
  centres: readonly Float64Array[],
  length: number,
  temperature: number,
  backend: Backend,
  waiting: { readonly signal?: AbortSignal },
): Promise<{ readonly labels: Int32Array<ArrayBuffer>; readonly values: Float64Array }> {
  const labels = new Int32Array(from.batch);
  const least = new Float64Array(from.batch).fill(Infinity);
  for (const [k, centre] of centres.entries()) {
    const { values } = await solve(againstAll(centre, length, from, { minimum: 'softmin', temperature }), backend, {}, waiting);
    for (let b = 0; b < from.batch; b++) {
      if (values[b] >= least[b]) continue;
      least[b] = values[b];
      labels[b] = k;
    }
  }
  return { labels, values: least };
}

/** Gives each cluster without a sequence the one farthest from its centre, of those that are not alone. */
function fillEmpty(labels: Int32Array, values: Float64Array, clusters: number): void {
  const sizes = new Int32Array(clusters);
  for (const label of labels) sizes[label]++;
  for (let k = 0; k < clusters; k++) {
    if (sizes[k] > 0) continue;
    let farthest = -1;
    for (let b = 0; b < labels.length; b++) {
      if (sizes[labels[b]] > 1 && (farthest < 0 || values[b] > values[farthest])) farthest = b;
    }
    sizes[labels[farthest]]--;
    sizes[k]++;
    labels[farthest] = k;
  }
}

function select({ data, length, dimension, lengths }: CheckedSequences, members: readonly number[]): SequenceBatch {
  const size = length * dimension;
  const chosen = new Float64Array(members.length * size);
  members.forEach((b, i) => chosen.set(data.subarray(b * size, (b + 1) * size), i * size));
  return { data: chosen, shape: [members.length, length, dimension], lengths: members.map((b) => lengths[b]) };
}
