import type { Backend, Precision } from 'rubato';

/** An object of a golden file, before anyone has looked at it. */
export type Json = Readonly<Record<string, unknown>>;

/** Numbers computed and expected: right where each is within `absolute + relative·(the largest expected)`. */
export interface Comparison {
  readonly quantity: string;
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  readonly absolute: number;
  readonly relative: number;
}

/** Computes a case and says what to compare, or why the backend cannot compute it. */
export type MethodCase = (json: Json, backend: Backend, precision: Precision) => Promise<readonly Comparison[] | string>;

/** A number as the files write it. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'inf') return Infinity;
  if (value === '-inf') return -Infinity;
  throw new TypeError(`a golden file holds ${JSON.stringify(value)} where a number belongs`);
}

/** All numbers of nested lists, in order. */
export function toNumbers(value: unknown): number[] {
  return Array.isArray(value) ? (value as unknown[]).flatMap(toNumbers) : [toNumber(value)];
}

/** Whole numbers that must be the same: labels, counts. */
export function exactly(quantity: string, actual: ArrayLike<number>, expected: ArrayLike<number>): Comparison {
  return { quantity, actual, expected, absolute: 0, relative: 0 };
}
