import { InvalidArgumentError } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { checkWhole, isList, refuse } from '../check.ts';
import { checkList } from '../losses/check-list.ts';

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
  if (typeof sequences !== 'object' || sequences === null) refuse(argument, sequences, 'sequences { data, shape }');
  const { data, shape } = sequences;
  if (!isList(shape) || (shape.length !== 2 && shape.length !== 3))
    refuse(`${argument}.shape`, shape, '[length, dimension] or [batch, length, dimension]');
  for (let axis = 0; axis < shape.length; axis++) checkWhole(`${argument}.shape`, shape[axis], 1, 2 ** 31 - 1, [axis]);
  const [batch, length, dimension] = shape.length === 3 ? shape : [1, ...shape];
  if (!(data instanceof Float64Array || data instanceof Float32Array)) refuse(`${argument}.data`, data, 'a Float32Array or Float64Array');
  const size = batch * length * dimension;
  if (data.length !== size) {
    throw new InvalidArgumentError({ argument: `${argument}.data`, found: `${data.length} long`, expected: `${size} numbers` });
  }
  const lengths = new Int32Array(batch).fill(length);
  if (sequences.lengths !== undefined) {
    checkList(`${argument}.lengths`, sequences.lengths, batch);
    for (let b = 0; b < batch; b++) {
      checkWhole(`${argument}.lengths`, sequences.lengths[b], 0, length, [b]);
      lengths[b] = sequences.lengths[b];
    }
  }
  return { data, batch, length, dimension, lengths };
}
