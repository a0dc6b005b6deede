import type { AlignmentProblem, Boundary, SolveRequest, StepTable } from '@rubato/core';
import { asks, candidateCount, candidateRow, requestNames, tableIndex } from '@rubato/core';

const ANSWERED: ReadonlySet<string> = new Set(['inputGradient', 'path']);

/**
 * Whether a problem has the interleaved lattice that its own kernels know: costs by class, one class in all even columns, the steps (1,0),
 * (1,1) and (1,2) of weight 1, of which only the last is ever forbidden, into even columns always; starts in the first row, ends in the
 * last, no band; and whether nothing is asked for but the value and the gradient by class.
 */
export function interleavedServes(problem: AlignmentProblem, request: SolveRequest): boolean {
  const { precision, cost, band, steps, stepWeights, stepPenalties } = problem;
  return (
    precision === 'float32' &&
    cost.kind === 'gathered' &&
    band === undefined &&
    steps.length === 3 &&
    steps.every(([i, j]) => i === 1 && j <= 2) &&
    stepWeights.shape[1] === 1 &&
    stepPenalties.shape[1] === 1 &&
    requestNames.every((name) => ANSWERED.has(name) || !asks(request, name)) &&
    isInterleaved(problem)
  );
}

function isInterleaved(problem: AlignmentProblem): boolean {
  for (let b = 0; b < problem.batch; b++) {
    if (problem.rowLengths[b] === 0 || problem.columnLengths[b] === 0) continue;
    if (!hasBlanks(problem, b) || !candidatesIn(problem.start, problem, b, 0)) return false;
    if (!candidatesIn(problem.end, problem, b, problem.rowLengths[b] - 1)) return false;
  }
  return true;
}

function candidatesIn(boundary: Boundary, { rowLengths, columnLengths }: AlignmentProblem, b: number, row: number): boolean {
  const [rows, columns] = [rowLengths[b], columnLengths[b]];
  switch (boundary.set) {
    case 'firstRow':
      return row === 0;
    case 'lastRow':
      return row === rows - 1;
    default:
      for (let k = candidateCount(boundary, b, rows, columns) - 1; k >= 0; k--) {
        if (candidateRow(boundary, b, k, rows) !== row) return false;
      }
      return true;
  }
}

/** Whether item b's even columns have one class, and its steps are as they should be. */
function hasBlanks({ cost, columns, columnLengths, steps, stepWeights, stepPenalties }: AlignmentProblem, b: number): boolean {
  if (cost.kind !== 'gathered') return false;
  const { index } = cost;
  const first = b * columns;
  const last = first + columnLengths[b] - 1;
  const blank = index[first];
  for (let m = first + 2; m <= last; m += 2) if (index[m] !== blank) return false;
  return steps.every(([, width], s) => stepIsPlain(stepWeights, stepPenalties, b, s, width, columnLengths[b]));
}

/** Whether a step of a width costs what its cell costs wherever it exists, but that one over a column is forbidden into even columns. */
function stepIsPlain(weights: StepTable, penalties: StepTable, b: number, s: number, width: number, columns: number): boolean {
  const weightStride = weights.strides[2];
  const penaltyStride = penalties.strides[2];
  // A step that comes from before the first column does not exist.
  let weight = tableIndex(weights, b, 0, width, s);
  let penalty = tableIndex(penalties, b, 0, width, s);
  for (let m = width; m < columns; m++, weight += weightStride, penalty += penaltyStride) {
    const isPlain = weights.data[weight] === 1 && penalties.data[penalty] === 0;
    if (
      isPlain ? width === 2 && (m & 1) === 0 : width !== 2 || (weights.data[weight] !== Infinity && penalties.data[penalty] !== Infinity)
    ) {
      return false;
    }
  }
  return true;
}

/** Whether step s into column m is forbidden in item b. */
export function isForbidden(weights: StepTable, penalties: StepTable, b: number, m: number, s: number): boolean {
  return weights.data[tableIndex(weights, b, 0, m, s)] === Infinity || penalties.data[tableIndex(penalties, b, 0, m, s)] === Infinity;
}
