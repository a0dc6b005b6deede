import type { LatticeArray } from '@rubato/core';

/** Where a row's cells stand in a lattice array of one item. */
export function columnsOf({ band }: LatticeArray, n: number, columns: number): { first: number; last: number; offset: number } {
  if (band === undefined) return { first: 0, last: columns - 1, offset: n * columns };
  return { first: band.first[n], last: band.last[n], offset: band.offset[n] };
}

export function valueAt(array: LatticeArray, n: number, m: number): number {
  const { first, last, offset } = columnsOf(array, n, array.shape[2]);
  return m < first || m > last ? array.fill : array.data[offset + m - first];
}

/** A copy of a row, in full. */
export function rowOf(array: LatticeArray, n: number, columns: number): Float64Array {
  const { first, last, offset } = columnsOf(array, n, columns);
  const row = new Float64Array(columns).fill(array.fill);
  for (let m = first; m <= last; m++) row[m] = array.data[offset + m - first];
  return row;
}
