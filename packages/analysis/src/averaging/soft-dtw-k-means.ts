import type { SolveProgress } from '@rubato/core';
import { openReference, solve } from '@rubato/core';
import { checkNumber, checkOptions, checkWhole } from '../check.ts';
import type { CheckedSequences, SequenceBatch } from '../divergences/sequence-batch.ts';
import { againstAll } from './against-all.ts';
import type { AveragingOptions } from './averaging-options.ts';
import { averagingOptions, checkAveraging } from './averaging-options.ts';
import { resampledMean } from './resample.ts';
import { drawCentres, selfValues } from './seed-centres.ts';
import { softDtwBarycentre } from './soft-dtw-barycentre.ts';

export interface KMeansOptions extends Omit<AveragingOptions, 'initial' | 'weights' | 'onProgress'> {
  /** K, from 1 to the number of sequences. */
  readonly clusters: number;
  /** Of core's `createRandom`, for the first centres. Default 0. */
  readonly seed?: number;
  /** γ > 0, in units of the cost. Default 1. */
  readonly temperature?: number;
  /** L-BFGS iterations of each centre in each round. Default 10. */
  readonly barycentreIterations?: number;
  /** How many times to start, with `seed`, `seed + 1`, …: the answer of least value counts. Default 1. */
  readonly restarts?: number;
  /** In barycentres, from 0 to restarts · most rounds · clusters; `done` never goes back and ends at `total`. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

const KNOWN: readonly string[] = averagingOptions
  .filter((name) => name !== 'initial' && name !== 'weights')
  .concat('clusters', 'seed', 'temperature', 'barycentreIterations', 'restarts');

/** Sequences in clusters. */
export interface SequenceClusters {
  /** The cluster of each sequence, shape [B]; none is empty. */
  readonly labels: Int32Array;
  /** Shape [K, L, D]. */
  readonly centres: { readonly data: Float64Array; readonly shape: readonly [clusters: number, length: number, dimension: number] };
  /** The mean soft-DTW of the sequences and the centres of their clusters. */
  readonly value: number;
  readonly iterations: number;
  /** Whether no sequence changed its cluster any more. */
  readonly converged: boolean;
  /** That of the best start. */
  readonly seed: number;
}

/**
 * k-means under soft-DTW: sequences go to the centre of least soft-DTW, centres become the barycentres of what they have, in turns.
 *
 * All centres have the same length, so that values compare. First centres are sequences drawn as in k-means++, by soft-DTW divergence
 * (which, unlike soft-DTW, is not below 0). A cluster that has lost its last sequence takes the one that is farthest from its own centre.
 * At most 20 rounds by default; the same seed gives the same answer. It may be a poor one: `restarts` keeps the best of several.
 * Sources: Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017, section 3.3; Arthur & Vassilvitskii,
 * "k-means++: the advantages of careful seeding", SODA 2007.
 *
 * @param sequences [B, N, D], with lengths where they differ
 * @param options number of clusters, seed, temperature, length of the centres, backend, restarts, abort signal, progress in barycentres
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
  const { clusters, seed = 0, temperature = 1, barycentreIterations = 10, restarts = 1, maxIterations = 20, signal, onProgress } = options;
  checkWhole('options.clusters', clusters, 1, from.batch);
  checkWhole('options.restarts', restarts, 1, 1e6);
  checkWhole('options.seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - restarts);
  checkNumber('options.temperature', temperature, 1e-100, 1e100);
  checkWhole('options.barycentreIterations', barycentreIterations, 1, 1e9);
  const backend = options.backend ?? openReference();
  const waiting = signal === undefined ? {} : { signal };
  signal?.throwIfAborted();
  const total = restarts * maxIterations * clusters;
  const problemOf = againstAll(from, { minimum: 'softmin', temperature });
  onProgress?.({ done: 0, total });
  const self = clusters === 1 ? [] : await selfValues(from, temperature, backend, waiting);
  let best: SequenceClusters | undefined;
  for (let start = 0; start < restarts; start++) {
    const found = await clusterFrom(seed + start, (done) => onProgress?.({ done: start * maxIterations * clusters + done, total }));
    if (best === undefined || found.value < best.value) best = found;
  }
  return best!;

  async function clusterFrom(seedOfStart: number, report: (barycentres: number) => void): Promise<SequenceClusters> {
    const drawn = await drawCentres(from, self, { clusters, seed: seedOfStart, problemOf, backend, waiting });
    const centres = drawn.map((b) => stretched(from, b, length));
    let labels = new Int32Array(0);
    for (let iterations = 0; ; iterations++) {
      const before = labels;
      const values = await valuesOf(centres);
      labels = nearest(values, from.batch);
      fillEmpty(labels, values);
      const converged = labels.every((label, b) => label === before[b]);
      if (converged || iterations === maxIterations) {
        report(maxIterations * clusters);
        const data = new Float64Array(clusters * length * from.dimension);
        centres.forEach((centre, k) => data.set(centre, k * centre.length));
        const value = labels.reduce((sum, label, b) => sum + values[label][b], 0) / from.batch;
        return { labels, centres: { data, shape: [clusters, length, from.dimension] }, value, iterations, converged, seed: seedOfStart };
      }
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
        report(iterations * clusters + k + 1);
      }
    }
  }

  /** Soft-DTW of each centre with each sequence. */
  async function valuesOf(centres: readonly Float64Array[]): Promise<ArrayLike<number>[]> {
    const values: ArrayLike<number>[] = [];
    for (const centre of centres) values.push((await solve(problemOf(centre, length), backend, {}, waiting)).values);
    return values;
  }
}

/** One sequence as a centre: stretched to the length that all centres have. */
function stretched(from: CheckedSequences, b: number, length: number): Float64Array {
  const weights = new Float64Array(from.batch);
  weights[b] = 1;
  return resampledMean(from, length, weights);
}

/** The nearest centre of each sequence, the first of equal ones. */
function nearest(values: readonly ArrayLike<number>[], batch: number): Int32Array<ArrayBuffer> {
  const labels = new Int32Array(batch);
  for (let b = 0; b < batch; b++) {
    for (let k = 1; k < values.length; k++) if (values[k][b] < values[labels[b]][b]) labels[b] = k;
  }
  return labels;
}

/** Gives each cluster without a sequence the one farthest from its centre, of those that are not alone. */
function fillEmpty(labels: Int32Array, values: readonly ArrayLike<number>[]): void {
  const clusters = values.length;
  const sizes = new Int32Array(clusters);
  const own = (b: number): number => values[labels[b]][b];
  for (const label of labels) sizes[label]++;
  for (let k = 0; k < clusters; k++) {
    if (sizes[k] > 0) continue;
    let farthest = -1;
    for (let b = 0; b < labels.length; b++) {
      if (sizes[labels[b]] > 1 && (farthest < 0 || own(b) > own(farthest))) farthest = b;
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
