import type { AlignmentProblem } from '@rubato/core';
import { prepareLocalCost } from '@rubato/costs';

/** C(b, n, m) straight from the definition of each cost kind; undefined where the cell is not part of the lattice. */
export function cellCost(problem: AlignmentProblem, b: number, n: number, m: number): number | undefined {
  const { cost, band } = problem;
  const [, rows, columns] = cost.shape;
  if (n < 0 || m < 0 || n >= problem.rowLengths[b] || m >= problem.columnLengths[b]) return undefined;
  if (band !== undefined && (m < band.first[b * band.batchStride + n] || m > band.last[b * band.batchStride + n])) return undefined;
  switch (cost.kind) {
    case 'dense':
      return cost.data[(b * rows + n) * columns + m];
    case 'banded': {
      const row = b * rows + n;
      if (m < cost.first[row] || m > cost.last[row]) return undefined;
      let start = 0;
      for (let before = 0; before < row; before++) start += cost.last[before] - cost.first[before] + 1;
      return cost.data[start + m - cost.first[row]];
    }
    case 'gathered':
      return cost.values[(b * rows + n) * cost.classes + cost.index[b * columns + m]];
    case 'features': {
      const { x, y, dimension } = cost;
      const out = new Float64Array(1);
      prepareLocalCost(cost.localCost, dimension).row(x, (b * rows + n) * dimension, y, (b * columns + m) * dimension, 1, out, 0);
      return out[0];
    }
    case 'device':
      throw new Error('no device here');
  }
}

/** Calls back for every index of a [B, N, M] array, in row-major order. */
export function forEachCell(problem: AlignmentProblem, visit: (b: number, n: number, m: number, position: number) => void): void {
  const { batch, rows, columns } = problem;
  for (let position = 0; position < batch * rows * columns; position++) {
    visit(Math.floor(position / (rows * columns)), Math.floor(position / columns) % rows, position % columns, position);
  }
}
