import { createRandom } from '@rubato/core';
import type { StripStructure } from '../../../src/strips/structure.ts';

/** A start or end candidate of a cell. */
export interface Candidate {
  readonly multiplier: number;
  readonly penalty: number;
}

/** A batch with its costs and weights as plain functions and arrays, for the kernels and for the oracle. */
export interface StripProblem {
  readonly structure: StripStructure;
  readonly temperature: number;
  /** Rows and columns of the arrays. */
  readonly shape: readonly [rows: number, columns: number];
  /** Rows and columns of each item. */
  readonly items: readonly (readonly [rows: number, columns: number])[];
  /** [B, N, M]; Infinity forbids. */
  readonly cost: Float32Array;
  /** Where the structure's weights are not 'unit'; Infinity forbids. The device rounds it to float32. */
  readonly weight?: (b: number, n: number, m: number, s: number) => number;
  readonly start?: (b: number, n: number, m: number) => Candidate | undefined;
  readonly end?: (b: number, n: number, m: number) => Candidate | undefined;
  /** First and last column of each item's rows, where the structure is banded. */
  readonly band?: (b: number, n: number) => readonly [number, number];
}

export const plain: StripStructure = {
  steps: [[1, 0], [0, 1], [1, 1]], // prettier-ignore
  strip: 'rows',
  weights: 'unit',
  start: 'corner',
  end: 'corner',
  multipliers: false,
  banded: false,
  gradient: true,
  alignment: false,
};

/** Uniform costs of one shape for a number of items. */
export function problemOf(
  shape: readonly [number, number],
  batch: number,
  more: Partial<StripProblem> & { structure?: StripStructure; seed?: number; largest?: number; least?: number } = {},
): StripProblem {
  const random = createRandom(more.seed ?? 1);
  const [least, largest] = [more.least ?? 0, more.largest ?? 5];
  const cost = Float32Array.from({ length: batch * shape[0] * shape[1] }, () => least + (largest - least) * random());
  return { structure: plain, temperature: 1, shape, items: Array.from({ length: batch }, () => shape), cost, ...more };
}

/** Whether a cell is there. */
export function isThere({ items, band, structure }: StripProblem, b: number, n: number, m: number): boolean {
  if (n < 0 || m < 0 || n >= items[b][0] || m >= items[b][1]) return false;
  const [first, last] = structure.banded ? band!(b, n) : [0, m];
  return m >= first && m <= last;
}

/** What the start or the end adds in a cell, or undefined where there is none. */
export function candidateAt(problem: StripProblem, role: 'start' | 'end', b: number, n: number, m: number): Candidate | undefined {
  if (problem.structure[role] === 'cells') return problem[role]!(b, n, m);
  const [rows, columns] = problem.items[b];
  if (role === 'start') return n === 0 && m === 0 ? { multiplier: 1, penalty: 0 } : undefined;
  return n === rows - 1 && m === columns - 1 ? { multiplier: 0, penalty: 0 } : undefined;
}
