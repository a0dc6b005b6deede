import type { AlignmentProblem, LatticeLayout } from '@rubato/core';

/** How an item's cells stand in the kernels' memory: its rows without gaps, of a band only what lies in it. */
export class ItemCells {
  private readonly problem: AlignmentProblem;
  private readonly layout: LatticeLayout;

  constructor(problem: AlignmentProblem, layout: LatticeLayout) {
    this.problem = problem;
    this.layout = layout;
  }

  /** Cells of item b. */
  count(b: number): number {
    const { problem, layout } = this;
    const rows = problem.rowLengths[b];
    if (rows === 0) return 0;
    if (!layout.banded) return rows * problem.columnLengths[b];
    const last = b * problem.rows + rows - 1;
    return layout.offset[last] + layout.last[last] - layout.first[last] + 1 - layout.offset[b * problem.rows];
  }

  /** Cells of the item that has most. */
  most(): number {
    let most = 0;
    for (let b = 0; b < this.problem.batch; b++) most = Math.max(most, this.count(b));
    return most;
  }

  /** Writes first column, last column and place of each row of item b, for the kernels. */
  writeRanges(i32: Int32Array, to: number, b: number): void {
    const { problem, layout } = this;
    const origin = layout.offset[b * problem.rows];
    for (let n = 0; n < problem.rowLengths[b]; n++) {
      const row = b * problem.rows + n;
      i32[to + 3 * n] = layout.first[row];
      i32[to + 3 * n + 1] = layout.last[row];
      i32[to + 3 * n + 2] = layout.offset[row] - origin;
    }
  }

  /** Copies numbers of all cells of item b from the kernels' memory. */
  read(f32: Float32Array, from: number, b: number, target: Float32Array | Float64Array): void {
    const { problem, layout } = this;
    const { rows, columns, rowLengths, columnLengths } = problem;
    if (layout.banded || columnLengths[b] === columns) {
      target.set(f32.subarray(from, from + this.count(b)), layout.banded ? layout.offset[b * rows] : b * rows * columns);
      return;
    }
    for (let n = 0; n < rowLengths[b]; n++) {
      const start = from + n * columnLengths[b];
      target.set(f32.subarray(start, start + columnLengths[b]), (b * rows + n) * columns);
    }
  }
}
