import type { AlignmentProblem, LatticeLayout, SolutionWriter, SolveRequest } from '@rubato/core';
import { candidateColumn, candidateCount, candidateRow, createCostReader } from '@rubato/core';
import { costInUnits, largestDirections } from '@rubato/core/fronts';
import type { LocalCost } from '@rubato/costs';
import type { Prepared } from '../lattice/prepare.ts';
import type { Numbers } from './read-back.ts';

/** Hands what was read back to the writer: out of fronts into rows, out of units, times the upstream gradient. Yields 0 after each row. */
export function* writeSolution(
  problem: AlignmentProblem,
  request: SolveRequest,
  layout: LatticeLayout,
  prepared: Prepared,
  numbers: Numbers,
  writer: SolutionWriter,
  costs: Readonly<Record<string, LocalCost>>,
): Generator<number, void, void> {
  const { batch, rows, columns, steps } = problem;
  const { cells, units } = prepared;
  const slots = steps.length + 1;
  const row = new Float64Array(columns);
  const cost = new Float64Array(columns);
  const needsCost = request.boundaryGradient === true || writer.edges.needed;
  const read = needsCost ? createCostReader(problem, costs) : undefined;
  const directions = request.hessianProduct && largestDirections(problem, layout, request.hessianProduct.direction);

  for (let b = 0; b < batch; b++) {
    const unit = units.unit[b];
    const seed = request.upstream?.[b] ?? 1;
    const directionScale = directions?.[b] ?? 1;
    writer.value(b, costInUnits(numbers.values[b], numbers.values[batch + b], unit));
    const startOf = writer.wantsBoundary ? candidatesByCell(problem, b) : undefined;
    let slope = 0;
    for (let n = 0; n < rows; n++) {
      const first = layout.first[b * rows + n];
      const last = layout.last[b * rows + n];
      yield 0;
      if (last < first) continue;
      const take = (source: Float32Array, factor: number, plane = 0, planes = 1): Float64Array => {
        for (let m = first; m <= last; m++) row[m] = factor * source[cells.at(b, n, m, plane, planes)];
        return row;
      };
      if (numbers.distances !== undefined) {
        const { distances } = numbers;
        for (let m = first; m <= last; m++) {
          row[m] = costInUnits(distances[cells.at(b, n, m, 0, 2)], distances[cells.at(b, n, m, 1, 2)], unit);
        }
        writer.accumulatedRow(b, n, first, last, row, first);
      }
      if (numbers.alignment !== undefined) writer.softAlignmentRow(b, n, first, last, take(numbers.alignment, seed), first);
      if (numbers.gradient !== undefined) writer.gradientRow(b, n, first, last, take(numbers.gradient, seed), first);
      if (numbers.product !== undefined) {
        writer.hessianRow(b, n, first, last, take(numbers.product, (seed * directionScale) / unit), first);
      }
      if (numbers.slopes !== undefined) for (let m = first; m <= last; m++) slope += numbers.slopes[cells.at(b, n, m)];
      if (numbers.edges === undefined) continue;
      read?.(b, n, first, last, cost, 0);
      if (writer.edges.needed) {
        for (let s = 0; s < steps.length; s++) {
          writer.edges.row(b, n, s, first, last, take(numbers.edges, seed, s, slots), first, cost);
        }
      }
      if (startOf === undefined) continue;
      for (let m = first; m <= last; m++) {
        const k = startOf.get(n * columns + m);
        if (k !== undefined) writer.startMarginal(b, k, seed * numbers.edges[cells.at(b, n, m, steps.length, slots)], cost[m - first]);
      }
    }
    if (numbers.endSlopes !== undefined) writer.temperatureDerivative(b, seed * (slope + numbers.endSlopes[b]));
    if (!writer.wantsBoundary) continue;
    for (let k = 0; k < candidateCount(problem.end, b, problem.rowLengths[b], problem.columnLengths[b]); k++) {
      const marginal = seed * numbers.endWeights[k * batch + b];
      if (marginal === 0) continue;
      const n = candidateRow(problem.end, b, k, problem.rowLengths[b]);
      const m = candidateColumn(problem.end, b, k, problem.columnLengths[b]);
      read?.(b, n, m, m, cost, 0);
      writer.endMarginal(b, k, marginal, cost[0]);
    }
  }
}

/** The number of the start candidate of each cell that has one. */
function candidatesByCell({ start, rowLengths, columnLengths, columns }: AlignmentProblem, b: number): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  for (let k = 0; k < candidateCount(start, b, rowLengths[b], columnLengths[b]); k++) {
    numbers.set(candidateRow(start, b, k, rowLengths[b]) * columns + candidateColumn(start, b, k, columnLengths[b]), k);
  }
  return numbers;
}
