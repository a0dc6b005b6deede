import type { AlignmentProblem } from '@rubato/core';
import { mostCandidates } from '@rubato/core';
import type { CellIndex, CostSource } from '@rubato/core/fronts';
import { candidateCost, eachOpenCandidate, FORBIDDEN } from '@rubato/core/fronts';

/** The start candidate of each cell, [fronts, batch, places]. */
export interface StartTables {
  readonly multipliers: Float32Array;
  /** What it costs to start there, in units; forbidden where there is none. */
  readonly costs: Float32Array;
}

/** The end candidates, [batch, candidates], and where they stand. */
export interface EndTables {
  readonly candidates: number;
  /** The cell of each candidate; cell 0 past an item's own. */
  readonly cells: Int32Array;
  readonly multipliers: Float32Array;
  /** What each adds to D, in units; forbidden where it is closed. */
  readonly costs: Float32Array;
  /** The candidate of each cell, `batch * candidates` where it has none, [fronts, batch, places]. */
  readonly candidateOf: Int32Array;
}

export function startTables(problem: AlignmentProblem, source: CostSource, cells: CellIndex, unit: ArrayLike<number>): StartTables {
  const multipliers = new Float32Array(cells.size);
  const costs = new Float32Array(cells.size).fill(FORBIDDEN);
  eachOpenCandidate(problem, problem.start, (candidate) => {
    const at = cells.at(candidate.b, candidate.n, candidate.m);
    multipliers[at] = candidate.multiplier;
    costs[at] = candidateCost(candidate, source, cells, unit);
  });
  return { multipliers, costs };
}

export function endTables(problem: AlignmentProblem, source: CostSource, cells: CellIndex, unit: ArrayLike<number>): EndTables {
  const candidates = mostCandidates(problem.end, problem.rowLengths, problem.columnLengths);
  const size = problem.batch * candidates;
  const tables: EndTables = {
    candidates,
    cells: new Int32Array(size),
    multipliers: new Float32Array(size),
    costs: new Float32Array(size).fill(FORBIDDEN),
    candidateOf: new Int32Array(cells.size).fill(size),
  };
  eachOpenCandidate(problem, problem.end, (candidate) => {
    const position = candidate.b * candidates + candidate.k;
    const at = cells.at(candidate.b, candidate.n, candidate.m);
    tables.cells[position] = at;
    tables.multipliers[position] = candidate.multiplier;
    tables.costs[position] = candidateCost(candidate, source, cells, unit);
    tables.candidateOf[at] = position;
  });
  return tables;
}
