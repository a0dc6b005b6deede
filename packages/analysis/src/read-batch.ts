import { InvalidArgumentError } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { checkList, checkWhole, isList, refuse } from './check.ts';

/** Numbers of a batch, [B, …], or of one item without the first axis. */
export interface BatchInput {
  readonly data: FloatArray;
  readonly shape: readonly [number, number] | readonly [number, number, number];
}

/**
 * Checks the form of numbers [B, rows, columns] or [rows, columns].
 *
 * @param names what rows and columns are called, for messages
 * @returns the shape with all three axes
 */
export function readBatch(argument: string, input: BatchInput, names: readonly [string, string]): readonly [number, number, number] {
  if (typeof input !== 'object' || input === null) refuse(argument, input, 'an object { data, shape }');
  const { data, shape } = input;
  if (!isList(shape) || (shape.length !== 2 && shape.length !== 3))
    refuse(`${argument}.shape`, shape, `[${names.join(', ')}] or [batch, ${names.join(', ')}]`);
  for (let axis = 0; axis < shape.length; axis++) checkWhole(`${argument}.shape`, shape[axis], 1, 2 ** 30, [axis]);
  const [batch, rows, columns] = shape.length === 3 ? shape : [1, ...shape];
  if (!(data instanceof Float64Array || data instanceof Float32Array)) refuse(`${argument}.data`, data, 'a Float32Array or Float64Array');
  const size = batch * rows * columns;
  if (data.length !== size) {
    throw new InvalidArgumentError({ argument: `${argument}.data`, found: `${data.length} long`, expected: `${size} numbers` });
  }
  return [batch, rows, columns];
}

/** Lengths of the items of a batch, whole numbers from 0 to `most`; `most` for all where none are given. */
export function readLengths(argument: string, lengths: ArrayLike<number> | undefined, batch: number, most: number): Int32Array {
  if (lengths === undefined) return new Int32Array(batch).fill(most);
  checkList(argument, lengths, batch);
  for (let b = 0; b < batch; b++) checkWhole(argument, lengths[b], 0, most, [b]);
  return Int32Array.from(lengths);
}
