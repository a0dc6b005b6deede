import type { AlignmentProblem, Boundary } from '@rubato/core';
import { BoundaryIndex, boundaryValue } from '@rubato/core';
import type { Views } from '../module/instance.ts';
import type { CandidateRegion } from './regions.ts';

/** Where the kernels look for an item's candidates of one role: addresses of rows, columns, multipliers and penalties. */
export interface CandidatePlaces {
  readonly rows: number;
  readonly columns: number;
  readonly multipliers: number;
  readonly penalties: number;
}

/** Those places for an item at an address. */
export function candidatePlaces(
  at: Readonly<Record<Exclude<CandidateRegion, 'endLogarithms'>, number>>,
  address: number,
  role: 'start' | 'end',
): CandidatePlaces {
  return {
    rows: address + at[`${role}Rows`],
    columns: address + at[`${role}Columns`],
    multipliers: address + at[`${role}Multipliers`],
    penalties: address + at[`${role}Penalties`],
  };
}

/** The start or end candidates of a problem, written sorted by row, then by column. */
export class ItemCandidates {
  private readonly problem: AlignmentProblem;
  private readonly boundary: Boundary;
  private readonly index: BoundaryIndex;

  constructor(problem: AlignmentProblem, boundary: Boundary) {
    this.problem = problem;
    this.boundary = boundary;
    this.index = new BoundaryIndex(boundary);
  }

  /** Writes those of item b; returns their number. */
  write({ i32, f64 }: Views, b: number, places: CandidatePlaces): number {
    const { boundary, index, problem } = this;
    const { set, multiplier, penalty } = boundary;
    const rows = problem.rowLengths[b];
    const everyRow = set === 'cells' || set === 'firstColumn' || set === 'lastColumn';
    index.open(b, rows, problem.columnLengths[b]);
    let count = 0;
    // Other sets have candidates in the first or the last row only.
    for (let n = 0; n < rows; n = everyRow || n === rows - 1 ? n + 1 : rows - 1) {
      for (let i = 0; i < index.rowCount(n); i++) {
        const k = index.candidate(n, i);
        i32[places.rows / 4 + count] = n;
        i32[places.columns / 4 + count] = index.column(k);
        f64[places.multipliers / 8 + count] = boundaryValue(multiplier, b, k);
        f64[places.penalties / 8 + count] = boundaryValue(penalty, b, k);
        count++;
      }
    }
    return count;
  }
}
