import type { MinimumFunction } from '@rubato/minimum';
import type { LocalCost } from '@rubato/costs';
import { BoundaryIndex } from '../lattice/boundary-index.ts';
import { createCostReader } from '../lattice/cost-reader.ts';
import type { LatticeLayout } from '../lattice/layout.ts';
import { boundaryCost, stepCost } from '../lattice/step-cost.ts';
import type { AlignmentProblem } from '../problem/problem.ts';

/** One item's forward pass with everything kept: Algorithm 1's D, f and B. Cells outside the layout hold D = Infinity. */
export interface ForwardPass {
  readonly problem: AlignmentProblem;
  readonly item: number;
  readonly layout: LatticeLayout;
  readonly minimum: MinimumFunction;
  readonly rows: number;
  readonly columns: number;
  /** C, shape [rows, columns]. */
  readonly cost: Float64Array;
  /** D, shape [rows, columns]. */
  readonly distances: Float64Array;
  /** Candidates f: S steps, then the start, shape [rows, columns, S + 1]. */
  readonly candidates: Float64Array;
  /** B = ∇μ(f), shape [rows, columns, S + 1]. */
  readonly weights: Float64Array;
  /** The number of the start candidate in a cell, or -1. */
  readonly startCandidate: Int32Array;
  readonly ends: BoundaryIndex;
  /** Costs of the end candidates and the gradient of the final minimum. */
  readonly endCosts: Float64Array;
  readonly endWeights: Float64Array;
  readonly value: number;
}

/**
 * Algorithm 1 of Zeitler & Müller 2026 for one item, in float64, with additive penalties and weighted boundary candidates.
 * Yields the cells of each row done.
 */
export function* forward(
  problem: AlignmentProblem,
  item: number,
  layout: LatticeLayout,
  minimum: MinimumFunction,
  costs?: Readonly<Record<string, LocalCost>>,
): Generator<number, ForwardPass, void> {
  const { steps } = problem;
  const rows = problem.rowLengths[item];
  const columns = problem.columnLengths[item];
  const slots = steps.length + 1;
  const gamma = problem.temperature[item];
  const cost = new Float64Array(rows * columns).fill(Infinity);
  const distances = new Float64Array(rows * columns).fill(Infinity);
  const candidates = new Float64Array(rows * columns * slots).fill(Infinity);
  const weights = new Float64Array(rows * columns * slots);
  const startCandidate = new Int32Array(rows * columns).fill(-1);
  const read = createCostReader(problem, costs);

  const starts = new BoundaryIndex(problem.start);
  starts.open(item, rows, columns);
  for (let k = 0; k < starts.count; k++) startCandidate[starts.row(k) * columns + starts.column(k)] = k;

  const f = new Float64Array(slots);
  const b = new Float64Array(slots);
  for (let n = 0; n < rows; n++) {
    const first = layout.first[item * problem.rows + n];
    const last = layout.last[item * problem.rows + n];
    read(item, n, first, last, cost, n * columns + first);
    for (let m = first; m <= last; m++) {
      const cell = n * columns + m;
      steps.forEach(([i, j], s) => {
        f[s] = n < i || m < j ? Infinity : distances[(n - i) * columns + m - j] + stepCost(problem, item, n, m, s, cost[cell]);
      });
      const k = startCandidate[cell];
      f[steps.length] = k < 0 ? Infinity : boundaryCost(problem.start, item, k, cost[cell]);
      distances[cell] = minimum.evaluate(f, slots, gamma, b);
      candidates.set(f, cell * slots);
      weights.set(b, cell * slots);
    }
    yield last - first + 1;
  }

  const ends = new BoundaryIndex(problem.end);
  ends.open(item, rows, columns);
  const endCosts = new Float64Array(ends.count);
  const endWeights = new Float64Array(ends.count);
  for (let k = 0; k < ends.count; k++) {
    const cell = ends.row(k) * columns + ends.column(k);
    endCosts[k] = distances[cell] + boundaryCost(problem.end, item, k, cost[cell]);
  }
  const value = minimum.evaluate(endCosts, ends.count, gamma, endWeights);
  return {
    problem,
    item,
    layout,
    minimum,
    rows,
    columns,
    cost,
    distances,
    candidates,
    weights,
    startCandidate,
    ends,
    endCosts,
    endWeights,
    value,
  };
}
