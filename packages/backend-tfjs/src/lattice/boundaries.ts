import type { AlignmentProblem, Boundary } from '@rubato/core';
import { boundaryValue, candidateColumn, candidateCount, candidateRow, mostCandidates } from '@rubato/core';
import { FORBIDDEN } from '@rubato/core/fronts';
import type { CellIndex } from './cells.ts';

/** The start candidate of each cell, [fronts, batch, places]; forbidden where there is none. Penalties are in units. */
export interface StartTables {
  readonly multipliers: Float32Array;
  readonly penalties: Float32Array;
}

/** The end candidates, [batch, candidates], and where they stand. */
export interface EndTables {
  readonly candidates: number;
  /** The cell of each candidate; cell 0 past an item's own. */
  readonly cells: Int32Array;
  readonly multipliers: Float32Array;
  readonly penalties: Float32Array;
  /** The candidate of each cell, `batch * candidates` where it has none, [fronts, batch, places]. */
  readonly candidateOf: Int32Array;
}

type Visit = (b: number, k: number, at: number, multiplier: number, penalty: number) => void;

/** Visits the candidates of a boundary that are not closed. */
function eachOpen({ batch, rowLengths, columnLengths }: AlignmentProblem, boundary: Boundary, cells: CellIndex, visit: Visit): void {
  for (let b = 0; b < batch; b++) {
    const [rows, columns] = [rowLengths[b], columnLengths[b]];
    for (let k = 0; k < candidateCount(boundary, b, rows, columns); k++) {
      const multiplier = boundaryValue(boundary.multiplier, b, k);
      const penalty = boundaryValue(boundary.penalty, b, k);
      if (multiplier === Infinity || penalty === Infinity) continue;
      visit(b, k, cells.at(b, candidateRow(boundary, b, k, rows), candidateColumn(boundary, b, k, columns)), multiplier, penalty);
    }
  }
}

export function startTables(problem: AlignmentProblem, cells: CellIndex, unit: ArrayLike<number>): StartTables {
  const multipliers = new Float32Array(cells.size);
  const penalties = new Float32Array(cells.size).fill(FORBIDDEN);
  eachOpen(problem, problem.start, cells, (b, _k, at, multiplier, penalty) => {
    multipliers[at] = multiplier;
    penalties[at] = penalty / unit[b];
  });
  return { multipliers, penalties };
}

export function endTables(problem: AlignmentProblem, cells: CellIndex, unit: ArrayLike<number>): EndTables {
  const candidates = mostCandidates(problem.end, problem.rowLengths, problem.columnLengths);
  const size = problem.batch * candidates;
  const tables: EndTables = {
    candidates,
    cells: new Int32Array(size),
    multipliers: new Float32Array(size),
    penalties: new Float32Array(size).fill(FORBIDDEN),
    candidateOf: new Int32Array(cells.size).fill(size),
  };
  eachOpen(problem, problem.end, cells, (b, k, at, multiplier, penalty) => {
    const position = b * candidates + k;
    tables.cells[position] = at;
    tables.multipliers[position] = multiplier;
    tables.penalties[position] = penalty / unit[b];
    tables.candidateOf[at] = position;
  });
  return tables;
}
