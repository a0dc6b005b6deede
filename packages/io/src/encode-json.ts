import { encodeBase64 } from './base64.ts';
import { MOST_DEPTH, nonFinite } from './json-value.ts';
import { type ArrayData, checkNumericArray, type DType, dtypeOf, isNumericArray, type NumericArray } from './numeric-array.ts';
import { encodeNumbers } from './stored-numbers.ts';

/** How arrays are written. */
export interface EncodeJsonOptions {
  /**
   * Arrays of at most this many elements are written as nested lists, for people to read; larger ones as base64, which
   * keeps the dtype and every bit. Default 1000. With -1 all are base64.
   */
  readonly mostListed?: number;
}

/**
 * Writes a value as JSON in which arrays and all numbers survive.
 *
 * Numbers that are not finite become the texts `"inf"`, `"-inf"`, `"nan"`. An array of numbers (a `NumericArray`, or a
 * typed array, taken as one dimension) becomes nested lists when it is small, else
 * `{ "dtype": "float32", "shape": [2, 3], "base64": "…" }` with the elements little-endian in C order. Properties that
 * are undefined are left out.
 *
 * @throws TypeError naming the place for what has no JSON form: functions, bigints, undefined in a list, Dates, Maps
 * @throws RangeError naming the place for the texts `inf`, `-inf`, `nan` (they could not be told from the numbers), for
 * keys `base64` and `__proto__`, and for nesting deeper than 100 levels (or a value that contains itself)
 *
 * @example
 * ```ts
 * import { encodeJson } from '@rubato/io';
 *
 * const path = { dtype: 'int32', shape: [2, 2], data: Int32Array.of(0, 0, 1, 1) } as const;
 * encodeJson({ value: -Infinity, path }); // → '{"value":"-inf","path":[[0,0],[1,1]]}'
 * encodeJson(Float32Array.of(1), { mostListed: 0 }); // → '{"dtype":"float32","shape":[1],"base64":"AACAPw=="}'
 * ```
 */
export function encodeJson(value: unknown, options: EncodeJsonOptions = {}): string {
  const { mostListed = 1000 } = options;
  if (typeof mostListed !== 'number' || Number.isNaN(mostListed)) throw new RangeError('mostListed must be a number');
  const parts: string[] = [];
  write(value, '$', 0, mostListed, parts);
  return parts.join('');
}

function write(value: unknown, path: string, depth: number, mostListed: number, parts: string[]): void {
  if (typeof value === 'number') {
    parts.push(formatNumber(value));
  } else if (typeof value === 'string') {
    if (nonFinite.has(value)) throw new RangeError(`${path} is the text "${value}", which stands for a number`);
    parts.push(JSON.stringify(value));
  } else if (value === null || typeof value === 'boolean') {
    parts.push(String(value));
  } else if (Array.isArray(value)) {
    checkDepth(depth + 1, path);
    writeList(value.length, parts, (i) => write(value[i], `${path}[${i}]`, depth + 1, mostListed, parts));
  } else if (typeof value === 'object') {
    writeObject(value, path, depth, mostListed, parts);
  } else {
    throw new TypeError(`${path} is of type ${typeof value}, which JSON cannot hold`);
  }
}

function writeObject(value: object, path: string, depth: number, mostListed: number, parts: string[]): void {
  const dtype = dtypeOf(value);
  if (dtype !== undefined) {
    const data = value as ArrayData[DType];
    writeArray({ dtype, shape: [data.length], data }, path, depth, mostListed, parts);
    return;
  }
  if (isNumericArray(value)) {
    checkNumericArray(value, path);
    writeArray(value, path, depth, mostListed, parts);
    return;
  }
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (kind !== 'Object') throw new TypeError(`${path} is a ${kind}, which JSON cannot hold`);
  checkDepth(depth + 1, path);
  let separator = '{';
  for (const [key, property] of Object.entries(value)) {
    if (property === undefined) continue;
    if (key === 'base64' || key === '__proto__') throw new RangeError(`${path} has the reserved key "${key}"`);
    parts.push(separator, JSON.stringify(key), ':');
    write(property, `${path}.${key}`, depth + 1, mostListed, parts);
    separator = ',';
  }
  parts.push(separator === '{' ? '{}' : '}');
}

function checkDepth(levels: number, path: string): void {
  if (levels <= MOST_DEPTH) return;
  throw new RangeError(`${path.slice(0, 80)}… is nested deeper than ${MOST_DEPTH} levels, or contains itself`);
}

function writeArray(array: NumericArray, path: string, depth: number, mostListed: number, parts: string[]): void {
  const { dtype, shape, data } = array;
  // Lists hold no sides after a side of 0.
  const listable = data.length > 0 || shape.length === 1;
  if (listable && data.length <= mostListed && depth + shape.length <= MOST_DEPTH) {
    writeLevel(data, shape, 0, 0, parts);
    return;
  }
  // The object, and in it the list of sides.
  checkDepth(depth + 2, path);
  const base64 = encodeBase64(encodeNumbers(data));
  parts.push(`{"dtype":"${dtype}","shape":${JSON.stringify(shape)},"base64":"`, base64, '"}');
}

/** Writes the elements from `start` on that the axes from `axis` on span; returns where they end. */
function writeLevel(data: ArrayData[DType], shape: readonly number[], axis: number, start: number, parts: string[]): number {
  if (axis === shape.length) {
    parts.push(formatNumber(data[start]));
    return start + 1;
  }
  let next = start;
  writeList(shape[axis], parts, () => {
    next = writeLevel(data, shape, axis + 1, next, parts);
  });
  return next;
}

function writeList(length: number, parts: string[], writeItem: (index: number) => void): void {
  parts.push('[');
  for (let i = 0; i < length; i++) {
    if (i > 0) parts.push(',');
    writeItem(i);
  }
  parts.push(']');
}

/** The shortest decimal that reads back as the same number. JSON has a -0, though JSON.stringify does not write it. */
function formatNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return '"nan"';
  return value > 0 ? '"inf"' : '"-inf"';
}
