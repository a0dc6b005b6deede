import type { LocalCost } from '@rubato/costs';
import { createCostReader } from '../lattice/cost-reader.ts';
import type { LatticeLayout } from '../lattice/layout.ts';
import { candidateColumn, candidateCount, candidateRow } from '../problem/boundary.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { SolveRequest } from '../backend/request.ts';
import type { SolutionWriter } from '../backend/solution-writer.ts';
import type { CellIndex } from './cell-index.ts';
import { largestDirections } from './largest-directions.ts';
import type { Units } from './units.ts';

/** What a backend read back of a solve, for upstream gradients of 1; none of what nobody asked for. Arrays are [fronts, batch, places]. */
export interface FrontNumbers {
  /** E. */
  readonly alignment?: Float32Array | undefined;
  /** H. */
  readonly gradient?: Float32Array | undefined;
  /** A Hessian product, in units, along the direction over its item's largest entry. */
  readonly product?: Float32Array | undefined;
  /** E times ∂/∂γ of each cell's minimum. */
  readonly slopes?: Float32Array | undefined;
  /** ∂/∂γ of the final minimum, [B]. */
  readonly endSlopes?: Float32Array | undefined;
  /** L, out of units. */
  value(b: number): number;
  /** D, out of units. */
  readonly distance?: ((b: number, n: number, m: number) => number) | undefined;
  /** Marginals of the steps into a cell, and of its start behind them. */
  readonly edge?: ((b: number, n: number, m: number, slot: number) => number) | undefined;
  /** Weights of the final minimum. */
  endWeight(b: number, k: number): number;
}

/** Hands what was read back to the writer: out of fronts into rows, out of units, times the upstream gradient. Yields 0 after each row. */
export function* writeFronts(
  problem: AlignmentProblem,
  request: SolveRequest,
  layout: LatticeLayout,
  cells: CellIndex,
  { unit }: Units,
  numbers: FrontNumbers,
  writer: SolutionWriter,
  costs: Readonly<Record<string, LocalCost>>,
): Generator<number, void, void> {
  const { batch, rows, columns, steps } = problem;
  const { alignment, gradient, product, slopes, endSlopes, distance, edge } = numbers;
  const row = new Float64Array(columns);
  const cost = new Float64Array(columns);
  const needsCost = request.boundaryGradient === true || writer.edges.needed;
  const read = needsCost ? createCostReader(problem, costs) : undefined;
  const directions = request.hessianProduct && largestDirections(problem, layout, request.hessianProduct.direction);

  for (let b = 0; b < batch; b++) {
    const seed = request.upstream?.[b] ?? 1;
    const directionScale = directions?.[b] ?? 1;
    writer.value(b, numbers.value(b));
    const startOf = writer.wantsBoundary ? candidatesByCell(problem, b) : undefined;
    let slope = 0;
    for (let n = 0; n < rows; n++) {
      const first = layout.first[b * rows + n];
      const last = layout.last[b * rows + n];
      if (last < first) continue;
      yield 0;
      const take = (of: Float32Array, factor: number): Float64Array => {
        for (let m = first; m <= last; m++) row[m] = factor * of[cells.at(b, n, m)];
        return row;
      };
      if (distance !== undefined) {
        for (let m = first; m <= last; m++) row[m] = distance(b, n, m);
        writer.accumulatedRow(b, n, first, last, row, first);
      }
      if (alignment !== undefined) writer.softAlignmentRow(b, n, first, last, take(alignment, seed), first);
      if (gradient !== undefined) writer.gradientRow(b, n, first, last, take(gradient, seed), first);
      if (product !== undefined) writer.hessianRow(b, n, first, last, take(product, (seed * directionScale) / unit[b]), first);
      if (slopes !== undefined) for (let m = first; m <= last; m++) slope += slopes[cells.at(b, n, m)];
      if (edge === undefined) continue;
      read?.(b, n, first, last, cost, 0);
      if (writer.edges.needed) {
        for (let s = 0; s < steps.length; s++) {
          for (let m = first; m <= last; m++) row[m] = seed * edge(b, n, m, s);
          writer.edges.row(b, n, s, first, last, row, first, cost);
        }
      }
      if (startOf === undefined) continue;
      for (let m = first; m <= last; m++) {
        const k = startOf.get(n * columns + m);
        if (k !== undefined) writer.startMarginal(b, k, seed * edge(b, n, m, steps.length), cost[m - first]);
      }
    }
    if (endSlopes !== undefined) writer.temperatureDerivative(b, seed * (slope + endSlopes[b]));
    if (!writer.wantsBoundary) continue;
    for (let k = 0; k < candidateCount(problem.end, b, problem.rowLengths[b], problem.columnLengths[b]); k++) {
      const marginal = seed * numbers.endWeight(b, k);
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
