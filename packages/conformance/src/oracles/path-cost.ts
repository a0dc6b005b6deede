import type { AlignmentProblem, Boundary } from '@rubato/core';
import { boundaryCost, candidateColumn, candidateCount, candidateRow, densify, stepCost } from '@rubato/core';

/** The candidate of a boundary at a cell, or -1. */
function candidateAt(problem: AlignmentProblem, boundary: Boundary, b: number, n: number, m: number): number {
  const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
  for (let k = 0; k < candidateCount(boundary, b, rows, columns); k++) {
    if (candidateRow(boundary, b, k, rows) === n && candidateColumn(boundary, b, k, columns) === m) return k;
  }
  return -1;
}

/**
 * What a path of (row, column) pairs costs: start candidate, steps, end candidate, straight from the problem.
 *
 * @throws Error when it is no path: where it starts or ends, or a move that is no step
 */
export function pathCost(problem: AlignmentProblem, b: number, path: Int32Array): number {
  const { rows, columns, steps, start, end } = problem;
  const { data } = densify(problem);
  const cell = (k: number): readonly [number, number] => [path[2 * k], path[2 * k + 1]];
  const cost = (n: number, m: number): number => data[(b * rows + n) * columns + m];
  const last = path.length / 2 - 1;
  const first = candidateAt(problem, start, b, ...cell(0));
  if (first < 0) throw new Error(`the path of item ${b} starts at (${cell(0).join(', ')}), which is no start cell`);
  let sum = boundaryCost(start, b, first, cost(...cell(0)));
  for (let k = 1; k <= last; k++) {
    const [n, m] = cell(k);
    const [i, j] = [n - cell(k - 1)[0], m - cell(k - 1)[1]];
    const s = steps.findIndex((step) => step[0] === i && step[1] === j);
    if (s < 0) throw new Error(`the path of item ${b} moves by (${i}, ${j}), which is no step`);
    sum += stepCost(problem, b, n, m, s, cost(n, m));
  }
  const final = candidateAt(problem, end, b, ...cell(last));
  if (final < 0) throw new Error(`the path of item ${b} ends at (${cell(last).join(', ')}), which is no end cell`);
  return sum + boundaryCost(end, b, final, cost(...cell(last)));
}
