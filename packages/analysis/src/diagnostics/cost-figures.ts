import type { AlignmentProblem, CostReader, LatticeArray, LatticeLayout } from '@rubato/core';
import { createCostReader, latticeLayout } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { visitItemRows } from '../targets/lattice-rows.ts';

/** The costs of a problem, row by row. */
export interface ReadableCosts {
  readonly layout: LatticeLayout;
  readonly read: CostReader;
}

/** Nothing for `device` costs, which cannot be read. */
export function readableCosts(problem: AlignmentProblem, costs?: Readonly<Record<string, LocalCost>>): ReadableCosts | undefined {
  if (problem.cost.kind === 'device') return undefined;
  return { layout: latticeLayout(problem), read: createCostReader(problem, costs) };
}

/** What an item's costs say of an alignment. */
export interface CostFigures {
  /** The least and the largest finite cost; absent where there is none. */
  readonly range?: readonly [number, number];
  /** See `AlignmentCollapse`; absent where there is nothing to compare. */
  readonly contrast?: number;
}

/**
 * The range of the costs, and how much dearer some columns are in the frames of others than in their own, from row-normalised weights.
 *
 * Frames count by their weight: as own by what the columns have of them, else by the rest of 1. Forbidden cells do not count.
 */
export function costFiguresOf(
  problem: AlignmentProblem,
  b: number,
  weights: LatticeArray,
  chosen: readonly number[],
  { layout, read }: ReadableCosts,
): CostFigures {
  const cells = new Float64Array(problem.columns);
  let [least, largest, sum, count] = [Infinity, -Infinity, 0, 0];
  let [own, ownWeight, others, othersWeight] = [0, 0, 0, 0];
  visitItemRows(problem, weights, b, (_, n, first, last, numbers, offset) => {
    const row = b * problem.rows + n;
    const [from, to] = [Math.max(first, layout.first[row]), Math.min(last, layout.last[row])];
    if (to < from) return;
    read(b, n, from, to, cells, 0);
    for (let m = from; m <= to; m++) {
      const cost = cells[m - from];
      if (!Number.isFinite(cost)) continue;
      least = Math.min(least, cost);
      largest = Math.max(largest, cost);
      sum += cost;
      count++;
    }
    let [taken, costs, seen] = [0, 0, 0];
    for (const m of chosen) {
      const cost = cells[m - from];
      if (m < from || m > to || !Number.isFinite(cost)) continue;
      const weight = numbers[offset + m - first];
      taken += weight;
      own += weight * cost;
      costs += cost;
      seen++;
    }
    if (seen === 0) return;
    const rest = Math.max(0, 1 - taken);
    ownWeight += taken;
    others += (rest * costs) / seen;
    othersWeight += rest;
  });
  if (count === 0) return {};
  const range = [least, largest] as const;
  // What is left of a frame by rounding is no frame.
  if (ownWeight < 1e-9 || othersWeight < 1e-9) return { range };
  const scale = sum / count - least;
  return { range, contrast: scale > 0 ? (others / othersWeight - own / ownWeight) / scale : 0 };
}
