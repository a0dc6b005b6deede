import { reductionShape } from './backend/reduction.ts';
import type { SolveRequest } from './backend/request.ts';
import type { LatticeLayout } from './lattice/layout.ts';
import { latticeLayout } from './lattice/layout.ts';
import { mostCandidates } from './problem/boundary.ts';
import type { AlignmentProblem } from './problem/problem.ts';

/** Bytes of the arrays that the caller holds: cost, tables, boundaries, band, lengths, temperatures. */
export function inputBytes(problem: AlignmentProblem): number {
  const { cost, stepWeights, stepPenalties, start, end, band } = problem;
  const arrays: (ArrayBufferView | undefined)[] = [
    stepWeights.data,
    stepPenalties.data,
    problem.rowLengths,
    problem.columnLengths,
    problem.temperature,
    band?.first,
    band?.last,
    ...[start, end].flatMap(({ cells, offsets, multiplier, penalty }) => [cells, offsets, multiplier.data, penalty.data]),
  ];
  switch (cost.kind) {
    case 'dense':
      arrays.push(cost.data);
      break;
    case 'banded':
      arrays.push(cost.data, cost.first, cost.last);
      break;
    case 'gathered':
      arrays.push(cost.values, cost.index);
      break;
    case 'features':
      arrays.push(cost.x, cost.y);
      break;
    case 'device':
      break;
  }
  return arrays.reduce((bytes, array) => bytes + (array?.byteLength ?? 0), 0);
}

/** How many numbers a solution has for each of the lattice's cells. */
function numbersPerCell(problem: AlignmentProblem, request: SolveRequest): number {
  const S = problem.steps.length;
  const depths = [
    request.gradient === true ? 1 : 0,
    request.softAlignment === true ? 1 : 0,
    request.accumulatedCost === true ? 1 : 0,
    request.hessianProduct === undefined ? 0 : 1,
    request.edgeMarginals === true ? S : 0,
    request.stepWeightGradient === 'full' ? S : 0,
    request.stepPenaltyGradient === 'full' ? S : 0,
  ];
  return depths.reduce((sum, depth) => sum + depth, 0);
}

/** Numbers of a solution that are sums over cells. */
function summedNumbers(problem: AlignmentProblem, request: SolveRequest): number {
  const { batch, stepWeights, stepPenalties } = problem;
  let numbers = batch;
  if (request.path === true) numbers += batch;
  if (request.temperatureGradient === true) numbers += batch;
  if (request.stepWeightGradient === 'table') numbers += stepWeights.data.length;
  if (request.stepPenaltyGradient === 'table') numbers += stepPenalties.data.length;
  if (request.inputGradient === true) numbers += inputNumbers(problem);
  if (request.boundaryGradient === true) {
    for (const boundary of [problem.start, problem.end]) {
      numbers += 2 * batch * mostCandidates(boundary, problem.rowLengths, problem.columnLengths);
    }
  }
  for (const reduction of request.marginals ?? [])
    numbers += reductionShape(problem, reduction).reduce((product, side) => product * side, 1);
  return numbers;
}

function inputNumbers({ cost }: AlignmentProblem): number {
  switch (cost.kind) {
    case 'dense':
    case 'banded':
      return cost.data.length;
    case 'gathered':
      return cost.values.length;
    case 'features':
      return cost.x.length + cost.y.length;
    case 'device':
      return 0;
  }
}

/** Bytes of the row ranges of a layout. */
function rangeBytes({ batch, rows }: AlignmentProblem): number {
  return 16 * batch * rows;
}

/**
 * Bytes of the arrays that a solution holds, each counted once. Paths count with their greatest length.
 *
 * @param layout of the problem, where it is known already
 */
export function outputBytes(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout = latticeLayout(problem)): number {
  const perCell = numbersPerCell(problem, request);
  let bytes = (layout.size * perCell + summedNumbers(problem, request)) * (problem.precision === 'float32' ? 4 : 8);
  if (layout.banded && perCell > 0) bytes += rangeBytes(problem);
  if (request.path !== true) return bytes;
  for (let b = 0; b < problem.batch; b++) {
    const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
    if (rows > 0 && columns > 0) bytes += 8 * (rows + columns - 1);
  }
  return bytes;
}

/**
 * Bytes that a layout and a `SolutionWriter` hold beside the output: row ranges that the solution does not keep, and the float64
 * sums that become float32 at the end.
 */
export function writerBytes(problem: AlignmentProblem, request: SolveRequest): number {
  const kept = (problem.band !== undefined || problem.cost.kind === 'banded') && numbersPerCell(problem, request) > 0;
  return (kept ? 0 : rangeBytes(problem)) + (problem.precision === 'float32' ? 8 * summedNumbers(problem, request) : 0);
}
