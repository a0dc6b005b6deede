import type { AlignmentSolution } from '@rubato/core';
import { arraysOf } from './quantities.ts';

type Scalars = Float32Array | Float64Array | Int32Array;

/** The bytes of an array, NaN and signed zeros included. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function sameBytes(left: ArrayBufferView, right: ArrayBufferView): boolean {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  return a.length === b.length && a.every((byte, k) => byte === b[k]);
}

/** A copy of every array of a solution, by label, and its statuses. */
export interface SolutionBits {
  readonly arrays: ReadonlyMap<string, Scalars>;
  readonly status: string;
}

/** Copies a solution's numbers, to compare with later. */
export function keepBits(solution: AlignmentSolution): SolutionBits {
  return { arrays: new Map(arraysOf(solution).map(([label, array]) => [label, array.slice()])), status: JSON.stringify(solution.status) };
}

/** Refuses two solutions that differ in a single bit. */
export function checkSameBits(actual: SolutionBits, expected: SolutionBits, what: string): void {
  if (actual.status !== expected.status) throw new Error(`${what}: statuses are ${actual.status}, were ${expected.status}`);
  for (const [label, array] of expected.arrays) {
    const mine = actual.arrays.get(label);
    if (mine === undefined || !sameBytes(mine, array)) {
      const at = mine === undefined ? -1 : array.findIndex((value: number, k: number) => !Object.is(value, mine[k]));
      throw new Error(`${what}: ${label} differs${at < 0 ? '' : ` at position ${at}: ${mine![at]}, was ${array[at]}`}`);
    }
  }
  if (actual.arrays.size !== expected.arrays.size) throw new Error(`${what}: ${actual.arrays.size} arrays, were ${expected.arrays.size}`);
}

/** Every typed array inside a value, by path. */
export function typedArraysIn(value: unknown, label = ''): readonly (readonly [label: string, array: ArrayBufferView])[] {
  if (ArrayBuffer.isView(value)) return [[label, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => typedArraysIn(part, label === '' ? name : `${label}.${name}`));
}
