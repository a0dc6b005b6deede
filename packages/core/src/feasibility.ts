import type { LocalCost } from '@rubato/costs';
import { BoundaryIndex } from './lattice/boundary-index.ts';
import type { CostReader } from './lattice/cost-reader.ts';
import { createCostReader } from './lattice/cost-reader.ts';
import type { LatticeLayout } from './lattice/layout.ts';
import { latticeLayout } from './lattice/layout.ts';
import { boundaryCost, stepCost } from './lattice/step-cost.ts';
import { checkOneOf } from './problem/check.ts';
import { boundaryValue, tableIndex } from './problem/table.ts';
import type { AlignmentProblem } from './problem/problem.ts';

/** Whether an item has a path at all, and if not, why. */
export type ItemFeasibility = { readonly feasible: true } | { readonly feasible: false; readonly reason: string };

/**
 * Says for each item whether a path exists, before anything is computed.
 *
 * - `lengths`: from lengths, steps, boundaries and weights that are the same in every row, in O(M·S) an item. "Feasible" then
 *   means that nothing speaks against it. CTC of L labels: N ≥ L + adjacent repeats (Graves et al. 2006).
 * - `data` (default): the same, then a sweep over the cells that respects forbidden cells and steps and the band: exact.
 *
 * @param problem from `normaliseProblem`
 * @param level how closely to look
 * @param costs local costs beside the built-in ones, by name; for `data` on features
 * @returns one answer per item
 * @throws InvalidArgumentError for an unknown level; UnsupportedError at `data` for a `device` cost
 *
 * @example
 * ```ts
 * import { feasibility, normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(6), shape: [2, 3] } as const;
 * const [item] = feasibility(normaliseProblem({ cost, steps: [[1, 0], [1, 1]] }));
 * item; // → { feasible: false, reason: 'needs at least 3 rows, has 2' }
 * ```
 */
export function feasibility(
  problem: AlignmentProblem,
  level: 'lengths' | 'data' = 'data',
  costs?: Readonly<Record<string, LocalCost>>,
): readonly ItemFeasibility[] {
  checkOneOf('level', level, ['lengths', 'data']);
  const layout = level === 'data' ? latticeLayout(problem) : undefined;
  const read = level === 'data' ? createCostReader(problem, costs) : undefined;
  return Array.from({ length: problem.batch }, (_, b) => {
    const reason = lengthReason(problem, b);
    if (reason !== undefined) return { feasible: false, reason };
    if (layout !== undefined && !reachable(problem, b, layout, read!)) return { feasible: false, reason: BLOCKED };
    return { feasible: true };
  });
}

const BLOCKED = 'every path meets a forbidden cell or step, or leaves the band';

/** Why an item whose value came out as `Infinity` has no path. */
export function infeasibleReason(problem: AlignmentProblem, b: number): string {
  return lengthReason(problem, b) ?? BLOCKED;
}

function lengthReason(problem: AlignmentProblem, b: number): string | undefined {
  const rows = problem.rowLengths[b];
  const columns = problem.columnLengths[b];
  if (rows === 0 || columns === 0) return `has ${rows} rows and ${columns} columns`;
  const fewestRows = fewest(problem, b, 'columns');
  if (fewestRows > rows) return needs(fewestRows, 'row', rows);
  const fewestColumns = fewest(problem, b, 'rows');
  if (fewestColumns > columns) return needs(fewestColumns, 'column', columns);
  return undefined;
}

function needs(fewestLines: number, what: string, has: number): string {
  if (fewestLines === Infinity) return `no sequence of steps leads from a start cell to an end cell, however many ${what}s there are`;
  return `needs at least ${fewestLines} ${what}${fewestLines === 1 ? '' : 's'}, has ${has}`;
}

/**
 * The least number of lines of one axis that lead from start to end along the other, by a sweep along that other axis; steps that
 * are forbidden in a whole line are left out where the tables show it. A lower bound, exact for CTC.
 */
function fewest(problem: AlignmentProblem, b: number, along: 'rows' | 'columns'): number {
  const { steps, start, end } = problem;
  const byColumn = along === 'columns';
  const rows = problem.rowLengths[b];
  const columns = problem.columnLengths[b];
  const length = byColumn ? columns : rows;
  const crossLength = byColumn ? rows : columns;
  const least = new Float64Array(length).fill(Infinity);
  const position = (index: BoundaryIndex, k: number): number => (byColumn ? index.column(k) : index.row(k));
  const cross = (index: BoundaryIndex, k: number): number => (byColumn ? index.row(k) : index.column(k));

  const starts = new BoundaryIndex(start);
  starts.open(b, rows, columns);
  for (let k = 0; k < starts.count; k++) {
    if (boundaryValue(start.penalty, b, k) === Infinity || boundaryValue(start.multiplier, b, k) === Infinity) continue;
    least[position(starts, k)] = Math.min(least[position(starts, k)], cross(starts, k));
  }
  for (let p = 0; p < length; p++) {
    // Steps that stay in this line cannot lower it: advancing across costs lines.
    steps.forEach(([i, j], s) => {
      const [ahead, across] = byColumn ? [j, i] : [i, j];
      if (ahead === 0 || p < ahead || !lineAllows(problem, b, p, s, byColumn)) return;
      least[p] = Math.min(least[p], least[p - ahead] + across);
    });
  }

  const ends = new BoundaryIndex(end);
  ends.open(b, rows, columns);
  let fewestLines = Infinity;
  for (let k = 0; k < ends.count; k++) {
    if (boundaryValue(end.penalty, b, k) === Infinity || boundaryValue(end.multiplier, b, k) === Infinity) continue;
    // An end cell far across needs at least that many lines, less the part that stands after it.
    const reached = least[position(ends, k)];
    fewestLines = Math.min(
      fewestLines,
      reached === Infinity ? Infinity : reached <= cross(ends, k) ? 0 : reached + crossLength - cross(ends, k),
    );
  }
  return fewestLines;
}

/** Whether step s may enter line p at all, as far as tables that do not vary across the line tell. */
function lineAllows(problem: AlignmentProblem, b: number, p: number, s: number, byColumn: boolean): boolean {
  return [problem.stepWeights, problem.stepPenalties].every((table) => {
    const varies = byColumn ? table.strides[1] !== 0 : table.strides[2] !== 0;
    return varies || table.data[tableIndex(table, b, byColumn ? 0 : p, byColumn ? p : 0, s)] !== Infinity;
  });
}

/** Exact: sweeps the cells with booleans. */
function reachable(problem: AlignmentProblem, b: number, layout: LatticeLayout, read: CostReader): boolean {
  const { steps, rows, columns } = problem;
  const rowCount = problem.rowLengths[b];
  const height = Math.min(rowCount, Math.max(...steps.map(([i]) => i)) + 1);
  const reached = Array.from({ length: height }, () => new Uint8Array(columns));
  const cost = new Float64Array(columns);
  const starts = new BoundaryIndex(problem.start);
  const ends = new BoundaryIndex(problem.end);
  starts.open(b, rowCount, problem.columnLengths[b]);
  ends.open(b, rowCount, problem.columnLengths[b]);

  for (let n = 0; n < rowCount; n++) {
    const first = layout.first[b * rows + n];
    const last = layout.last[b * rows + n];
    read(b, n, first, last, cost, 0);
    const current = reached[n % height].fill(0);
    for (let i = 0; i < starts.rowCount(n); i++) {
      const k = starts.candidate(n, i);
      const m = starts.column(k);
      if (m >= first && m <= last && boundaryCost(problem.start, b, k, cost[m - first]) !== Infinity) current[m] = 1;
    }
    for (let m = first; m <= last; m++) {
      for (let s = 0; s < steps.length && current[m] === 0; s++) {
        const [i, j] = steps[s];
        if (n < i || m < j || reached[(n - i) % height][m - j] === 0) continue;
        if (stepCost(problem, b, n, m, s, cost[m - first]) !== Infinity) current[m] = 1;
      }
    }
    for (let i = 0; i < ends.rowCount(n); i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (m >= first && m <= last && current[m] === 1 && boundaryCost(problem.end, b, k, cost[m - first]) !== Infinity) return true;
    }
  }
  return false;
}
