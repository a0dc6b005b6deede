import type { Precision } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';

/** An object of a golden file, before anyone has looked at it. */
export type Json = Readonly<Record<string, unknown>>;

/** A number as the files write it: `"inf"`, `"-inf"`, `"nan"` stand for themselves, null is "not defined" and becomes NaN. */
export function decodeNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  switch (value) {
    case 'inf':
      return Infinity;
    case '-inf':
      return -Infinity;
    case 'nan':
    case null:
      return NaN;
    default:
      throw new TypeError(`a golden file holds ${JSON.stringify(value)?.slice(0, 40)} where a number belongs`);
  }
}

/** All numbers of nested lists, in order. */
export function decodeNumbers(value: unknown): Float64Array {
  const list: number[] = [];
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else list.push(decodeNumber(part));
  };
  visit(value);
  return Float64Array.from(list);
}

/** The sides of nested lists. */
export function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

/** Numbers in a precision. */
export function inPrecision(numbers: ArrayLike<number>, precision: Precision): FloatArray {
  return precision === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
}

/** A list of lists of whole numbers: labels, cells. */
export function decodeLists(value: unknown): number[][] {
  if (!Array.isArray(value)) throw new TypeError('a golden file lacks a list of lists');
  return value.map((list: unknown) => Array.from(decodeNumbers(list)));
}
