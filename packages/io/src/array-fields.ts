import { FileFormatError } from './file-format-error.ts';
import { inWords, refuse } from './json-fields.ts';
import type { JsonValue } from './json-value.ts';
import { isNumericArray, type NumericArray } from './numeric-array.ts';
import { describeShape } from './shape.ts';
import { toNumericArray } from './to-numeric-array.ts';

/** How arrays are read: what bounds them. */
export interface ArrayLimits {
  readonly maxBytes?: number;
}

/** An array or nested lists of numbers. */
function arrayAt(value: JsonValue | undefined, path: string, limits: ArrayLimits): NumericArray {
  if (!Array.isArray(value) && !isNumericArray(value)) return refuse(path, `is ${inWords(value)}, not numbers`);
  return toNumericArray(value as JsonValue, path, limits);
}

/** Refuses unless an array has the shape, lies flat, or leaves out the batch of one. */
function checkShape({ shape }: NumericArray, path: string, expected: readonly number[]): void {
  const count = expected.reduce((product, side) => product * side, 1);
  const allowed = [expected, [count], ...(expected.length > 1 && expected[0] === 1 ? [expected.slice(1)] : [])];
  if (allowed.some((sides) => sides.length === shape.length && sides.every((side, axis) => side === shape[axis]))) return;
  refuse(path, `has the shape ${describeShape(shape)}, not ${describeShape(expected)}, or ${count} numbers in one list`);
}

/** Floating-point numbers of a shape: lists become float64, an array must be of float32 or float64. */
export function floatsAt(
  value: JsonValue | undefined,
  path: string,
  shape: readonly number[],
  limits: ArrayLimits,
): Float32Array | Float64Array {
  const array = arrayAt(value, path, limits);
  checkShape(array, path, shape);
  const { data } = array;
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  return refuse(path, `is ${inWords(array)}, not of float32 or float64`);
}

/** Whole numbers of a shape as int32; undefined stands for any length of a single axis. */
export function wholesAt(
  value: JsonValue | undefined,
  path: string,
  shape: readonly number[] | undefined,
  limits: ArrayLimits,
): Int32Array {
  const array = arrayAt(value, path, limits);
  const { data } = array;
  if (shape !== undefined) checkShape(array, path, shape);
  else if (array.shape.length !== 1) refuse(path, `has the shape ${describeShape(array.shape)}, not one list`);
  for (let i = 0; i < data.length; i++) {
    if ((data[i] | 0) !== data[i]) {
      throw new FileFormatError('json', `${path}: number ${i} (from 0) is ${data[i]}, not a whole number of 32 bits`);
    }
  }
  return data instanceof Int32Array ? data : Int32Array.from(data as ArrayLike<number>);
}

/** Numbers in one list, or an array of one axis. */
export function numbersAt(value: JsonValue | undefined, path: string, limits: ArrayLimits): number[] {
  const array = arrayAt(value, path, limits);
  if (array.shape.length !== 1) refuse(path, `has the shape ${describeShape(array.shape)}, not one list`);
  return Array.from(array.data as ArrayLike<number>);
}
