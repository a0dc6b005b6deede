import type { FloatArray } from '@rubato/costs';
import type { BoundaryTable } from './table.ts';

/** Compact sets of boundary cells; each refers to the item's own lengths. */
export type BoundarySet = 'corner' | 'firstRow' | 'lastRow' | 'firstColumn' | 'lastColumn';

/** A cell as (row, column). Negative numbers count from the item's own end: (-1, -1) is its last cell. */
export type Cell = readonly [row: number, column: number];

/** One number for all candidates, one per candidate, or a table of shape [B|1, K|1]. */
export type BoundaryTableInput =
  | number
  | readonly number[]
  | { readonly data: FloatArray | readonly number[]; readonly shape: readonly [number, number] };

/**
 * What a caller may give for the start or the end: the name of a set, cells for all items, or an object with penalties.
 * `cells` is one list for all items; `cellsOfItem` has one list per item.
 */
export type BoundaryInput =
  | BoundarySet
  | readonly Cell[]
  | {
      readonly set?: BoundarySet;
      readonly cells?: readonly Cell[];
      readonly cellsOfItem?: readonly (readonly Cell[])[];
      /** Factor on the cell's own cost: `multiplier·C(n,m)`. Default 1 at the start, 0 at the end. */
      readonly multiplier?: BoundaryTableInput;
      /** Added cost, default 0; `Infinity` closes the candidate. */
      readonly penalty?: BoundaryTableInput;
    };

/** Whether a boundary is where paths start or where they end. */
export type BoundaryRole = 'start' | 'end';

/**
 * The cells where a path may start or end. Candidate k of a row set is column k, of a column set row k, of `cells` the k-th of the
 * item's list, of `corner` the only one.
 */
export interface Boundary {
  readonly role: BoundaryRole;
  readonly set: BoundarySet | 'cells';
  /** For `cells`: (row, column) pairs of all items, absolute; item b owns pairs `offsets[b]` up to `offsets[b + 1]`. */
  readonly cells?: Int32Array;
  readonly offsets?: Int32Array;
  readonly multiplier: BoundaryTable;
  readonly penalty: BoundaryTable;
}

/** How many candidates item b has, given its own lengths. */
export function candidateCount(boundary: Pick<Boundary, 'set' | 'offsets'>, b: number, rows: number, columns: number): number {
  if (rows === 0 || columns === 0) return 0;
  switch (boundary.set) {
    case 'corner':
      return 1;
    case 'firstRow':
    case 'lastRow':
      return columns;
    case 'firstColumn':
    case 'lastColumn':
      return rows;
    case 'cells':
      return boundary.offsets![b + 1] - boundary.offsets![b];
  }
}

/** The most candidates that any item has, at least 1: the width of a boundary's gradient. */
export function mostCandidates(boundary: Boundary, rowLengths: Int32Array, columnLengths: Int32Array): number {
  let most = 1;
  for (let b = 0; b < rowLengths.length; b++) most = Math.max(most, candidateCount(boundary, b, rowLengths[b], columnLengths[b]));
  return most;
}

/** The row of candidate k of item b. */
export function candidateRow(boundary: Boundary, b: number, k: number, rows: number): number {
  switch (boundary.set) {
    case 'corner':
      return boundary.role === 'start' ? 0 : rows - 1;
    case 'firstRow':
      return 0;
    case 'lastRow':
      return rows - 1;
    case 'firstColumn':
    case 'lastColumn':
      return k;
    case 'cells':
      return boundary.cells![2 * (boundary.offsets![b] + k)];
  }
}

/** The column of candidate k of item b. */
export function candidateColumn(boundary: Boundary, b: number, k: number, columns: number): number {
  switch (boundary.set) {
    case 'corner':
      return boundary.role === 'start' ? 0 : columns - 1;
    case 'firstColumn':
      return 0;
    case 'lastColumn':
      return columns - 1;
    case 'firstRow':
    case 'lastRow':
      return k;
    case 'cells':
      return boundary.cells![2 * (boundary.offsets![b] + k) + 1];
  }
}
