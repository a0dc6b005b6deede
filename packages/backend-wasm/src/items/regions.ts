import type { AlignmentProblem } from '@rubato/core';
import { mostCandidates } from '@rubato/core';
import { aligned } from '../module/instance.ts';

/** Where arrays stand, in bytes from the first. */
export interface Regions<R extends string> {
  readonly bytes: number;
  readonly at: Readonly<Record<R, number>>;
}

/** Places arrays one behind the other, in the order of their names, from their sizes in bytes. */
export function placeRegions<R extends string>(sizes: Readonly<Record<R, number>>): Regions<R> {
  let bytes = 0;
  const at: Partial<Record<R, number>> = {};
  for (const name of Object.keys(sizes) as R[]) {
    at[name] = bytes;
    bytes += aligned(sizes[name]);
  }
  return { bytes, at: at as Record<R, number> };
}

/** What items hold of their candidates; the kernels have fields of the same names. */
export const candidateRegions = [
  'startRows',
  'startColumns',
  'startMultipliers',
  'startPenalties',
  'endRows',
  'endColumns',
  'endMultipliers',
  'endPenalties',
  'endLogarithms',
] as const;

export type CandidateRegion = (typeof candidateRegions)[number];

/** Bytes for the candidates of the item that has most. */
export function candidateSizes({ start, end, rowLengths, columnLengths }: AlignmentProblem): Readonly<Record<CandidateRegion, number>> {
  const starts = mostCandidates(start, rowLengths, columnLengths);
  const ends = mostCandidates(end, rowLengths, columnLengths);
  return {
    startRows: 4 * starts,
    startColumns: 4 * starts,
    startMultipliers: 8 * starts,
    startPenalties: 8 * starts,
    endRows: 4 * ends,
    endColumns: 4 * ends,
    endMultipliers: 8 * ends,
    endPenalties: 8 * ends,
    endLogarithms: 8 * ends,
  };
}

/** The largest of some lengths, at least 1. */
export function mostOf(lengths: Int32Array): number {
  return lengths.reduce((most, length) => Math.max(most, length), 1);
}

/** The largest finite magnitude of some numbers. */
export function largestMagnitude(numbers: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== Infinity) most = Math.max(most, Math.abs(numbers[i]));
  return most;
}
