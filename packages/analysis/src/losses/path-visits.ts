import type { AlignmentProblem, Boundary, ItemStatus } from '@rubato/core';
import {
  boundaryValue,
  candidateColumn,
  candidateCount,
  candidateRow,
  createCostReader,
  latticeLayout,
  tableIndex,
  weightedCost,
} from '@rubato/core';
import { refuse } from '../check.ts';
import type { LossContext, LossParts } from './loss.ts';

/** One cell of a path with what its cost is multiplied by and what is added. */
export interface PathVisit {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
  readonly penalty: number;
}

/**
 * What a known path of item b costs, visit by visit: start candidate, steps, end candidate (a second visit of the last cell).
 *
 * @throws InvalidArgumentError where the path does not start at a start candidate, takes a step that the problem has not, or does not end at
 * an end candidate
 */
export function pathVisits(problem: AlignmentProblem, b: number, path: Int32Array): PathVisit[] {
  const { steps, stepWeights, stepPenalties, start, end } = problem;
  const visits = [boundaryVisit(problem, start, b, path, 0)];
  for (let i = 2; i < path.length; i += 2) {
    const [row, column] = [path[i], path[i + 1]];
    const s = steps.findIndex((step) => step[0] === row - path[i - 2] && step[1] === column - path[i - 1]);
    if (s < 0) refuse('paths', `a step of (${row - path[i - 2]}, ${column - path[i - 1]})`, 'a step that the problem has', [b, i]);
    const weight = stepWeights.data[tableIndex(stepWeights, b, row, column, s)];
    visits.push({ row, column, weight, penalty: stepPenalties.data[tableIndex(stepPenalties, b, row, column, s)] });
  }
  visits.push(boundaryVisit(problem, end, b, path, path.length - 2));
  return visits;
}

function boundaryVisit(problem: AlignmentProblem, boundary: Boundary, b: number, path: Int32Array, i: number): PathVisit {
  const [row, column] = [path[i], path[i + 1]];
  const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
  for (let k = 0; k < candidateCount(boundary, b, rows, columns); k++) {
    if (candidateRow(boundary, b, k, rows) !== row || candidateColumn(boundary, b, k, columns) !== column) continue;
    return { row, column, weight: boundaryValue(boundary.multiplier, b, k), penalty: boundaryValue(boundary.penalty, b, k) };
  }
  return refuse('paths', `cell (${row}, ${column})`, `one of the problem's ${boundary.role} candidates`, [b, i]);
}

/** The visits of each item summed: cost of each path, and the sums of weights that its cells have, in the order of the layout. */
export function sumVisits(
  problem: AlignmentProblem,
  visits: readonly (readonly PathVisit[])[],
  { gradient, costs }: LossContext,
): LossParts {
  const layout = latticeLayout(problem);
  const read = createCostReader(problem, costs);
  const cost = new Float64Array(1);
  const values = new Float64Array(problem.batch);
  const weights = gradient ? new Float64Array(layout.size) : undefined;
  visits.forEach((list, b) => {
    for (const { row, column, weight, penalty } of list) {
      const line = b * problem.rows + row;
      const inside = column >= layout.first[line] && column <= layout.last[line];
      if (inside) read(b, row, column, column, cost, 0);
      values[b] += inside ? weightedCost(weight, cost[0], penalty) : Infinity;
      if (inside && weights !== undefined) weights[layout.offset[line] + column - layout.first[line]] += weight;
    }
  });
  const status = Array.from(values, (value): ItemStatus => {
    return value === Infinity ? { kind: 'infeasible', reason: 'the path meets a forbidden cell or step' } : { kind: 'solved' };
  });
  return { values, status, gradient: weights };
}
