import type { AlignmentProblem } from '@rubato/core';
import { boundaryCost, createCostReader, latticeLayout } from '@rubato/core';
import { HardItem } from '../long-recordings/hard-item.ts';

/** The best match that ends in each column of a document. */
export interface SubsequenceEnds {
  /** What it costs, `Infinity` where there is none. */
  readonly costs: Float64Array;
  /** The column where it starts, -1 where there is none. */
  readonly starts: Int32Array;
}

/**
 * The best match that ends in each column of a document, row by row: D and, carried along, where each path started.
 *
 * @param hopeless asked after each row with the least D from which all later ones are made by adding; the sweep is given up where it says
 * so. Only for problems in which nothing that is added is below 0 (`neverNegative`): then no match costs less, also after rounding.
 * @returns undefined where the sweep was given up; yields the cells visited
 */
export function* sweepSubsequence(
  problem: AlignmentProblem,
  hopeless?: (least: number) => boolean,
): Generator<number, SubsequenceEnds | undefined, void> {
  const { steps, columns } = problem;
  const [rowCount, columnCount] = [problem.rowLengths[0], problem.columnLengths[0]];
  const found = { costs: new Float64Array(columns).fill(Infinity), starts: new Int32Array(columns).fill(-1) };
  if (rowCount === 0 || columnCount === 0) return found;
  const item = new HardItem(problem, 0, createCostReader(problem), latticeLayout(problem));
  const { reach, choices } = item.rows;
  const starts = new Int32Array((reach + 1) * columns);
  // Every path to a later row goes through one of the last `reach` rows.
  const leastOfRows = new Float64Array(Math.max(1, reach)).fill(Infinity);
  const region = { firstRow: 0, lastRow: rowCount - 1, firstColumn: 0, lastColumn: columnCount - 1, exit: false };
  for (let n = 0; n < rowCount; n++) {
    item.compute(region, n);
    const base = (n % (reach + 1)) * columns;
    let least = Infinity;
    for (let m = item.from; m <= item.to; m++) {
      const choice = choices[m];
      if (choice < steps.length) starts[base + m] = starts[((n - steps[choice][0]) % (reach + 1)) * columns + m - steps[choice][1]];
      else if (choice === steps.length) starts[base + m] = m;
      least = Math.min(least, item.rows.at(n, m));
    }
    yield Math.max(0, item.to - item.from + 1);
    leastOfRows[n % leastOfRows.length] = least;
    if (hopeless !== undefined && n + 1 < rowCount && hopeless(Math.min(...leastOfRows))) return undefined;
  }
  const base = ((rowCount - 1) % (reach + 1)) * columns;
  for (let m = item.from; m <= item.to; m++) {
    found.costs[m] = item.rows.at(rowCount - 1, m) + boundaryCost(problem.end, 0, m, item.rows.costs[m]);
    if (found.costs[m] < Infinity) found.starts[m] = starts[base + m];
  }
  return found;
}

/** The column where the cheapest match ends, the first of equal ones; -1 where there is none. */
export function cheapestEnd(costs: Float64Array): number {
  let end = -1;
  let least = Infinity;
  for (let m = 0; m < costs.length; m++) {
    if (costs[m] >= least) continue;
    least = costs[m];
    end = m;
  }
  return end;
}
