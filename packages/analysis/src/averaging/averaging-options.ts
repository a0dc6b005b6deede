import type { Backend, SolveProgress } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { checkList, checkNumber, checkOptions, checkWhole, checkWork, refuse } from '../check.ts';
import type { CheckedSequences, SequenceBatch } from '../divergences/sequence-batch.ts';
import { checkSequences } from '../divergences/sequence-batch.ts';
import { resampledMean } from './resample.ts';

/** What every average takes. */
export interface AveragingOptions {
  /** How long the average is. Default: that of `initial`, else the mean of the lengths, rounded. */
  readonly length?: number;
  /** Where to start, [L, D]. Default: the mean of the sequences, each stretched to L by linear interpolation. */
  readonly initial?: SequenceBatch;
  /** How much each sequence counts, at least 0, not all 0. They are scaled to the sum 1. Default: all alike. */
  readonly weights?: ArrayLike<number>;
  readonly maxIterations?: number;
  /** An opened backend that computes in float64. Default: core's reference solver, which is right and slow. */
  readonly backend?: Backend;
  /** Stops the work itself; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** In iterations; `done` never goes back and ends at `total`. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

/** The average of sequences. */
export interface Average {
  /** Shape [L, D]. */
  readonly data: Float64Array;
  readonly shape: readonly [length: number, dimension: number];
  /** The weighted mean of what was minimised. */
  readonly value: number;
  readonly iterations: number;
  /** Whether it stopped where nothing gets better: not because iterations ran out, nor because float64 shows no way down. */
  readonly converged: boolean;
}

export const averagingOptions: readonly string[] = ['length', 'initial', 'weights', 'maxIterations', 'backend', 'signal', 'onProgress'];

const LARGEST_FEATURE = 1e60;

/** Checks sequences, whose numbers are averaged and therefore looked at here, and everything common to averages. */
export function checkAveraging(
  sequences: SequenceBatch,
  options: AveragingOptions,
  known: readonly string[],
): { readonly from: CheckedSequences; readonly start: Float64Array; readonly length: number; readonly weights: Float64Array } {
  checkOptions(options, [...averagingOptions, ...known]);
  checkWork(options);
  const from = checkNumbers('sequences', checkSequences('sequences', sequences));
  const { batch, dimension, lengths } = from;
  const weights = readWeights(options.weights, from);
  for (let b = 0; b < batch; b++) if (weights[b] > 0) checkWhole('sequences.lengths', lengths[b], 1, from.length, [b]);
  if (options.maxIterations !== undefined) checkWhole('options.maxIterations', options.maxIterations, 0, 1e9);
  const used = lengths.filter((_, b) => weights[b] > 0);
  const { initial } = options;
  if (options.length !== undefined) checkWhole('options.length', options.length, 1, 2 ** 26);
  if (initial === undefined) {
    const length = options.length ?? Math.round(used.reduce((sum, value) => sum + value, 0) / used.length);
    return { from, start: resampledMean(from, length, weights), length, weights };
  }
  const given = checkNumbers('options.initial', checkSequences('options.initial', initial));
  if (given.batch !== 1) refuse('options.initial', `${given.batch} sequences`, 'one sequence');
  if (given.dimension !== dimension) {
    throw new InvalidArgumentError({
      argument: 'options.initial',
      found: `of dimension ${given.dimension}`,
      expected: `${dimension}, as the sequences`,
    });
  }
  if (options.length !== undefined && options.length !== given.lengths[0]) {
    refuse('options.length', options.length, `${given.lengths[0]} as options.initial, or nothing`);
  }
  checkWhole('options.initial.lengths', given.lengths[0], 1, given.length);
  return { from, start: Float64Array.from(given.data.subarray(0, given.lengths[0] * dimension)), length: given.lengths[0], weights };
}

function checkNumbers(argument: string, sequences: CheckedSequences): CheckedSequences {
  const { data, length, dimension, lengths } = sequences;
  lengths.forEach((used, b) => {
    for (let k = b * length * dimension; k < (b * length + used) * dimension; k++) {
      const index = [b, Math.floor(k / dimension) % length, k % dimension];
      if (!(Math.abs(data[k]) <= LARGEST_FEATURE)) checkNumber(`${argument}.data`, data[k], -LARGEST_FEATURE, LARGEST_FEATURE, index);
    }
  });
  return sequences;
}

function readWeights(weights: ArrayLike<number> | undefined, { batch }: CheckedSequences): Float64Array {
  if (weights === undefined) return new Float64Array(batch).fill(1 / batch);
  checkList('options.weights', weights, batch);
  let sum = 0;
  for (let b = 0; b < batch; b++) {
    checkNumber('options.weights', weights[b], 0, 1e15, [b]);
    sum += weights[b];
  }
  if (sum < 1e-15) refuse('options.weights', 'all 0', 'one above 0');
  return Float64Array.from(weights, (weight) => weight / sum);
}
