import { excerpt } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import type { JsonValue } from './json-value.ts';
import { isNumericArray } from './numeric-array.ts';

/** An object of a decoded document. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** @throws FileFormatError that begins with where in the document something is wrong */
export function refuse(path: string, problem: string): never {
  throw new FileFormatError('json', `${path.length > 80 ? `${path.slice(0, 80)}…` : path} ${problem}`);
}

/** What a value is, in words for a message. */
export function inWords(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return `the text ${excerpt(value)}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isNumericArray(value) ? `an array of ${value.dtype}` : 'an object';
}

/** An object with none but these keys: a misspelt one must not pass for one left out. */
export function objectAt(value: JsonValue | undefined, path: string, keys: readonly string[]): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isNumericArray(value)) {
    return refuse(path, `is ${inWords(value)}, not an object`);
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) refuse(path, `has the unknown key ${excerpt(unknown)}; known are ${keys.join(', ')}`);
  return value as JsonObject;
}

export function textAt(value: JsonValue | undefined, path: string): string {
  return typeof value === 'string' ? value : refuse(path, `is ${inWords(value)}, not a text`);
}

/** One of the words. */
export function wordAt<Word extends string>(value: JsonValue | undefined, path: string, words: readonly Word[]): Word {
  return words.find((word) => word === value) ?? refuse(path, `is ${inWords(value)}, not one of ${words.join(', ')}`);
}

export function numberAt(value: JsonValue | undefined, path: string): number {
  return typeof value === 'number' ? value : refuse(path, `is ${inWords(value)}, not a number`);
}

/** A whole number from `least` to 2^31 - 1 in magnitude. */
export function wholeAt(value: JsonValue | undefined, path: string, least: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value < 2 ** 31) return value + 0;
  return refuse(path, `is ${inWords(value)}, not a whole number from ${least} to 2147483647`);
}

export function listAt(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  return Array.isArray(value) ? value : refuse(path, `is ${inWords(value)}, not a list`);
}
