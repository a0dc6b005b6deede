import type { AlignmentProblem } from '@rubato/core';
import { densify } from '@rubato/core';
import type { FloatArray, LocalCost } from '@rubato/costs';

/** Where the costs stand: numbers of each item in one piece, and which of them a cell has. */
export interface CostSource {
  readonly data: FloatArray;
  /** Item b owns data from `offsets[b]` up to `offsets[b + 1]`. */
  readonly offsets: ArrayLike<number>;
  index(b: number, n: number, m: number): number;
}

/** The numbers of any kind of cost; features become a matrix first. */
export function costSource(problem: AlignmentProblem, costs: Readonly<Record<string, LocalCost>>): CostSource {
  const { batch, rows, columns, cost } = problem;
  const even = (size: number): number[] => Array.from({ length: batch + 1 }, (_, b) => b * size);
  const matrix = (data: FloatArray): CostSource => ({
    data,
    offsets: even(rows * columns),
    index: (b, n, m) => (b * rows + n) * columns + m,
  });
  switch (cost.kind) {
    case 'dense':
      return matrix(cost.data);
    case 'gathered': {
      const { values, classes, index } = cost;
      return { data: values, offsets: even(rows * classes), index: (b, n, m) => (b * rows + n) * classes + index[b * columns + m] };
    }
    case 'banded':
      return bandedSource(cost.data, cost.first, cost.last, batch, rows);
    default:
      return matrix(densify(problem, costs).data);
  }
}

function bandedSource(data: FloatArray, first: Int32Array, last: Int32Array, batch: number, rows: number): CostSource {
  const starts = new Float64Array(batch * rows + 1);
  for (let row = 0; row < batch * rows; row++) starts[row + 1] = starts[row] + Math.max(0, last[row] - first[row] + 1);
  const offsets = Array.from({ length: batch + 1 }, (_, b) => starts[b * rows]);
  return { data, offsets, index: (b, n, m) => starts[b * rows + n] + m - first[b * rows + n] };
}
