import { inWords, isList, refuse } from './check.ts';

/** A sequence of numbers, or of vectors of equal length: arrays or typed arrays. */
export type Sequence = ArrayLike<number> | readonly ArrayLike<number>[];

/** Numbers in the form of a sequence: a list of numbers for numbers, of vectors for vectors. */
export type Shaped<S extends Sequence> = S extends readonly ArrayLike<number>[] ? number[][] : number[];

/** A sequence that has been read: `values[n·dimension + d]`. */
export interface ReadSequence {
  /** The caller's name for it, for messages. */
  readonly name: string;
  readonly values: Float64Array;
  readonly length: number;
  readonly dimension: number;
  /** Whether the elements were numbers rather than vectors. */
  readonly scalar: boolean;
}

/** Reads a sequence; whether the numbers suit the cost is for the problem to check. */
export function readSequence(name: string, input: unknown): ReadSequence {
  if (!isList(input)) refuse(name, inWords(input), 'a sequence: a list of numbers or of vectors');
  const { length } = input;
  if (length === 0) refuse(name, 'empty', 'at least one element');
  const first = input[0];
  if (!isList(first)) {
    const values = new Float64Array(length);
    for (let n = 0; n < length; n++) values[n] = readNumber(name, input[n], [n]);
    return { name, values, length, dimension: 1, scalar: true };
  }
  const dimension = first.length;
  if (dimension === 0) refuse(name, 'an empty vector', 'at least one number', [0]);
  const values = new Float64Array(length * dimension);
  for (let n = 0; n < length; n++) {
    const vector = input[n];
    if (!isList(vector)) refuse(name, inWords(vector), `a vector of ${dimension} like the first`, [n]);
    if (vector.length !== dimension) refuse(name, `a vector of ${vector.length}`, `${dimension} numbers like the first`, [n]);
    for (let d = 0; d < dimension; d++) values[n * dimension + d] = readNumber(name, vector[d], [n, d]);
  }
  return { name, values, length, dimension, scalar: false };
}

function readNumber(name: string, value: unknown, index: readonly number[]): number {
  if (typeof value !== 'number' || Number.isNaN(value)) refuse(name, inWords(value), 'a number', index);
  return value;
}

/** A row-major array as a list of its rows. */
export function toRows(values: ArrayLike<number>, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, n) => Array.from({ length: width }, (_element, d) => values[n * width + d]));
}

/** Numbers [length, dimension] in the form that the sequence had. */
export function shapeLike({ scalar, dimension }: ReadSequence, values: ArrayLike<number>): number[] | number[][] {
  return scalar ? Array.from(values) : toRows(values, dimension);
}
