import type { AlignmentProblem, Boundary, BoundaryInput } from '@rubato/core';
import { boundaryValue, candidateColumn, candidateCount, candidateRow } from '@rubato/core';

/** The start or end cells of one item that are open, as plain lists. */
export interface Candidates {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly multipliers: Float64Array;
  readonly penalties: Float64Array;
}

export function readCandidates(problem: AlignmentProblem, boundary: Boundary, item: number): Candidates {
  const rows = problem.rowLengths[item];
  const columns = problem.columnLengths[item];
  const open: number[] = [];
  const count = candidateCount(boundary, item, rows, columns);
  for (let k = 0; k < count; k++) {
    const closed = boundaryValue(boundary.penalty, item, k) === Infinity || boundaryValue(boundary.multiplier, item, k) === Infinity;
    if (!closed) open.push(k);
  }
  return {
    rows: Int32Array.from(open, (k) => candidateRow(boundary, item, k, rows)),
    columns: Int32Array.from(open, (k) => candidateColumn(boundary, item, k, columns)),
    multipliers: Float64Array.from(open, (k) => boundaryValue(boundary.multiplier, item, k)),
    penalties: Float64Array.from(open, (k) => boundaryValue(boundary.penalty, item, k)),
  };
}

/** Candidates of frames `least` to `most` in a block's columns. */
export function within(candidates: Candidates, { first, last }: ColumnSpan, least: number, most: number): Candidates {
  const { rows, columns, multipliers, penalties } = candidates;
  const chosen: number[] = [];
  for (let k = 0; k < rows.length; k++) {
    if (rows[k] >= least && rows[k] <= most && columns[k] >= first && columns[k] <= last) chosen.push(k);
  }
  return {
    rows: Int32Array.from(chosen, (k) => rows[k]),
    columns: Int32Array.from(chosen, (k) => columns[k]),
    multipliers: Float64Array.from(chosen, (k) => multipliers[k]),
    penalties: Float64Array.from(chosen, (k) => penalties[k]),
  };
}

interface ColumnSpan {
  readonly from: number;
  readonly first: number;
  readonly last: number;
}

/** A block's start or end, and which of its candidates are what. */
export interface BlockEdge {
  readonly input: BoundaryInput;
  /** The columns of the first candidates, which neighbours share. */
  readonly shared: ArrayLike<number>;
  /** The number of the item's own first candidate. */
  readonly ownOffset: number;
}

/**
 * The start or end of a block: cells shared with a neighbour, in row `row` of the block at `prices` of all the item's columns, and the
 * item's own. A whole row is a compact set. Undefined where all is closed.
 */
export function blockEdge(
  set: 'firstRow' | 'lastRow',
  prices: Float64Array | undefined,
  { from, first, last }: ColumnSpan,
  row: number,
  own: Candidates,
): BlockEdge | undefined {
  const open: number[] = [];
  if (prices !== undefined) for (let m = first; m <= last; m++) if (prices[m] < Infinity) open.push(m);
  if (open.length + own.rows.length === 0) return undefined;
  if (own.rows.length === 0) {
    const penalty = { data: prices!.slice(first, last + 1), shape: [1, last - first + 1] as const };
    return { input: { set, multiplier: 0, penalty }, shared: Int32Array.from(penalty.data, (_, m) => first + m), ownOffset: 0 };
  }
  const cells: (readonly [number, number])[] = open.map((m) => [row, m - first]);
  own.rows.forEach((ownRow, k) => cells.push([ownRow - from, own.columns[k] - first]));
  return {
    input: {
      cells,
      multiplier: [...open.map(() => 0), ...own.multipliers],
      penalty: [...open.map((m) => prices![m]), ...own.penalties],
    },
    shared: open,
    ownOffset: open.length,
  };
}
