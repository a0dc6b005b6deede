import type { LocalCost } from '@rubato/costs';
import { UnsupportedError } from '../errors.ts';
import { prepareFeatures } from '../problem/normalise-cost.ts';
import type { BandedCost, GatheredCost } from '../problem/cost.ts';
import type { AlignmentProblem } from '../problem/problem.ts';

/** Writes the costs of row n of item b, columns first to last, into `out` from `outOffset` on. Allocates nothing. */
export type CostReader = (b: number, n: number, first: number, last: number, out: Float64Array, outOffset: number) => void;

/** Where each row of a banded cost begins in its data. */
export function bandedRowStarts(cost: BandedCost): Float64Array {
  const starts = new Float64Array(cost.first.length);
  for (let row = 1; row < starts.length; row++) {
    starts[row] = starts[row - 1] + Math.max(0, cost.last[row - 1] - cost.first[row - 1] + 1);
  }
  return starts;
}

/**
 * A reader of any cost kind but `device`, row by row: solvers see one kind of cost, and features never stand as a matrix in memory.
 *
 * @throws UnsupportedError for `device` costs, which only their own backend understands
 */
export function createCostReader(problem: AlignmentProblem, costs?: Readonly<Record<string, LocalCost>>): CostReader {
  const { cost, rows, columns } = problem;
  switch (cost.kind) {
    case 'dense': {
      const { data } = cost;
      return (b, n, first, last, out, outOffset) => {
        const start = (b * rows + n) * columns;
        for (let m = first; m <= last; m++) out[outOffset + m - first] = data[start + m];
      };
    }
    case 'banded': {
      const { data } = cost;
      const starts = bandedRowStarts(cost);
      return (b, n, first, last, out, outOffset) => {
        const start = starts[b * rows + n] - cost.first[b * rows + n];
        for (let m = first; m <= last; m++) out[outOffset + m - first] = data[start + m];
      };
    }
    case 'gathered':
      return gatheredReader(cost, rows, columns);
    case 'features': {
      const { x, y, dimension } = cost;
      const prepared = prepareFeatures(cost, costs);
      return (b, n, first, last, out, outOffset) => {
        if (last < first) return;
        const yOffset = (b * columns + first) * dimension;
        prepared.row(x, (b * rows + n) * dimension, y, yOffset, last - first + 1, out, outOffset);
      };
    }
    case 'device':
      throw new UnsupportedError('the cost reader', `costs on the device of backend ${cost.backend} cannot be read here`);
  }
}

function gatheredReader({ values, classes, index }: GatheredCost, rows: number, columns: number): CostReader {
  return (b, n, first, last, out, outOffset) => {
    const start = (b * rows + n) * classes;
    const labels = b * columns;
    for (let m = first; m <= last; m++) out[outOffset + m - first] = values[start + index[labels + m]];
  };
}
