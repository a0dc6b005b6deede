import type { FloatArray, LocalCost } from '@rubato/costs';
import { bandedRowStarts } from '../lattice/cost-reader.ts';
import { densify } from '../lattice/densify.ts';
import type { AlignmentProblem } from '../problem/problem.ts';

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
    case 'banded': {
      const { data, first } = cost;
      const starts = bandedRowStarts(cost);
      const offsets = [
        ...even(rows)
          .slice(0, batch)
          .map((row) => starts[row]),
        data.length,
      ];
      return { data, offsets, index: (b, n, m) => starts[b * rows + n] + m - first[b * rows + n] };
    }
    default:
      return matrix(densify(problem, costs).data);
  }
}
