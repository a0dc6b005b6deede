import type { FloatArray } from '@rubato/costs';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { LatticeArray, RowRanges } from '../backend/solution.ts';

/**
 * Which cells of the lattice exist: for row (b, n) the columns `first` to `last`, both included, inside the item's lengths, the
 * problem's band and a banded cost's own ranges. Cells of results stand at `offset[b·N + n] + (m - first)`.
 */
export interface LatticeLayout extends RowRanges {
  /** Whether results are packed: there is a band or a banded cost. */
  readonly banded: boolean;
  /** Cells in a result array: the packed ones, or B·N·M. */
  readonly size: number;
  /** Cells that exist: the work to be done. */
  readonly cells: number;
}

/** The layout of a problem's cells; [B, N] numbers, computed once per solve. */
export function latticeLayout(problem: AlignmentProblem): LatticeLayout {
  const { batch, rows, columns, rowLengths, columnLengths, band, cost } = problem;
  const first = new Int32Array(batch * rows);
  const last = new Int32Array(batch * rows).fill(-1);
  const offset = new Float64Array(batch * rows);
  const banded = band !== undefined || cost.kind === 'banded';
  let packed = 0;
  let cells = 0;
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rows; n++) {
      const row = b * rows + n;
      if (n < rowLengths[b]) {
        let from = 0;
        let to = columnLengths[b] - 1;
        if (band !== undefined) {
          from = Math.max(from, band.first[b * band.batchStride + n]);
          to = Math.min(to, band.last[b * band.batchStride + n]);
        }
        if (cost.kind === 'banded') {
          from = Math.max(from, cost.first[row]);
          to = Math.min(to, cost.last[row]);
        }
        first[row] = from;
        last[row] = Math.max(to, from - 1);
      }
      const width = last[row] - first[row] + 1;
      offset[row] = banded ? packed : row * columns + first[row];
      packed += width;
      cells += width;
    }
  }
  return { first, last, offset, banded, size: banded ? packed : batch * rows * columns, cells };
}

/**
 * An array for results on the cells of a layout: `fill` outside of the cells, 0 in them. Whoever asks for another fill, or hands in an
 * array to be used again, writes all the cells, so that no large array is written twice.
 *
 * @param reuse an array that may be written over, where it fits
 */
export function latticeArray(problem: AlignmentProblem, layout: LatticeLayout, depth = 1, fill = 0, reuse?: LatticeArray): LatticeArray {
  const size = layout.size * depth;
  const Numbers = problem.precision === 'float32' ? Float32Array : Float64Array;
  const fits = reuse?.data instanceof Numbers && reuse.data.length === size;
  const data = fits ? reuse.data : new Numbers(size);
  if ((fill !== 0 || fits) && !layout.banded) fillOutside(data, problem.columns, layout, depth, fill);
  const { first, last, offset } = layout;
  return {
    data,
    shape: [problem.batch, problem.rows, problem.columns],
    depth,
    ...(layout.banded ? { band: { first, last, offset } } : {}),
    fill,
  };
}

function fillOutside(data: FloatArray, columns: number, { first, last }: LatticeLayout, depth: number, fill: number): void {
  for (let row = 0; row < first.length; row++) {
    const start = row * columns * depth;
    if (first[row] > 0) data.fill(fill, start, start + first[row] * depth);
    if (last[row] + 1 < columns) data.fill(fill, start + (last[row] + 1) * depth, start + columns * depth);
  }
}
