import type { NumericArray } from './numeric-array.ts';

/** What `decodeJson` returns: JSON, and in it arrays of numbers and numbers that are not finite. */
export type JsonValue = null | boolean | number | string | NumericArray | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Levels of lists and objects that a document may have, one inside the other. */
export const MOST_DEPTH = 100;

/** The texts that stand for the numbers that JSON lacks. */
export const nonFinite: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', NaN],
]);
