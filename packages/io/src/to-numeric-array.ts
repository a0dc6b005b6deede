import { excerpt } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import type { JsonValue } from './json-value.ts';
import { isNumericArray, type NumericArray } from './numeric-array.ts';
import { type ReadOptions, resolveMaxBytes } from './read-options.ts';
import { describeShape, elementCount, MOST_DIMENSIONS } from './shape.ts';

/**
 * An array from a decoded JSON value: nested lists of numbers as float64, a number as shape `[]`, an array as it is.
 *
 * The sides are those of the first list on each level; all others must agree. An empty list ends the shape with a 0.
 *
 * @param name what the value is, for messages
 * @throws FileFormatError that names the first index at which a list is shorter or longer than its siblings, or no
 * number stands
 *
 * @example
 * ```ts
 * import { decodeJson, toNumericArray } from '@rubato/io';
 *
 * const array = toNumericArray(decodeJson('[[0, 1, "inf"], [3, 4, 5]]'));
 * array.shape; // → [2, 3]
 * Array.from(array.data); // → [0, 1, Infinity, 3, 4, 5]
 * ```
 */
export function toNumericArray(value: JsonValue, name: string = 'the array', options: Pick<ReadOptions, 'maxBytes'> = {}): NumericArray {
  const maxBytes = resolveMaxBytes(options);
  if (isNumericArray(value)) return value;
  const shape: number[] = [];
  for (let level = value; Array.isArray(level); level = level[0]) {
    if (shape.length === MOST_DIMENSIONS) fail(`${name} has more than ${MOST_DIMENSIONS} dimensions`);
    shape.push(level.length);
    if (level.length === 0) break;
  }
  // First of all: from here on the shape is that of the lists as they are, and not only of the first ones.
  checkLists(value, shape, 0, name);
  const count = elementCount(shape) ?? Infinity;
  if (count * Float64Array.BYTES_PER_ELEMENT > maxBytes) {
    fail(`${name} of shape ${describeShape(shape)} takes more than maxBytes, ${maxBytes}`);
  }
  const data = new Float64Array(count);
  fill(value, data, 0);
  return { dtype: 'float64', shape, data };
}

function fail(problem: string): never {
  throw new FileFormatError('json', problem);
}

function checkLists(value: JsonValue, shape: readonly number[], axis: number, name: string): void {
  if (axis === shape.length) {
    if (typeof value !== 'number') fail(`${name} is ${describe(value)}, not a number`);
    return;
  }
  if (!Array.isArray(value)) return fail(`${name} is ${describe(value)}, not a list of ${shape[axis]}`);
  if (value.length !== shape[axis]) fail(`${name} has ${value.length} items, the first such list has ${shape[axis]}`);
  for (let i = 0; i < value.length; i++) {
    // No path is made for numbers where numbers belong.
    if (axis + 1 < shape.length || typeof value[i] !== 'number') checkLists(value[i], shape, axis + 1, `${name}[${i}]`);
  }
}

function fill(value: JsonValue, data: Float64Array, start: number): number {
  if (typeof value === 'number') {
    data[start] = value;
    return start + 1;
  }
  let next = start;
  for (const item of value as readonly JsonValue[]) next = fill(item, data, next);
  return next;
}

function describe(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isNumericArray(value)) return 'an array';
  return typeof value === 'string' ? `the text ${excerpt(value)}` : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
