import type { FloatArray } from '@rubato/costs';
import { readBatch, readLengths } from '../read-batch.ts';

/** Sequences of features: [B, N, D], or [N, D] for one. */
export interface SequenceBatch {
  readonly data: FloatArray;
  readonly shape: readonly [batch: number, length: number, dimension: number] | readonly [length: number, dimension: number];
  /** How long each sequence is; default N. What stands behind is ignored. */
  readonly lengths?: ArrayLike<number>;
}

/** The same with all axes and lengths. */
export interface CheckedSequences {
  readonly data: FloatArray;
  readonly batch: number;
  readonly length: number;
  readonly dimension: number;
  readonly lengths: Int32Array;
}

/**
 * Checks the form of sequences; their numbers are checked with the problem that they become part of.
 *
 * @throws InvalidArgumentError naming what is wrong
 */
export function checkSequences(argument: string, sequences: SequenceBatch): CheckedSequences {
  const [batch, length, dimension] = readBatch(argument, sequences, ['length', 'dimension']);
  const lengths = readLengths(`${argument}.lengths`, sequences.lengths, batch, length);
  return { data: sequences.data, batch, length, dimension, lengths };
}
