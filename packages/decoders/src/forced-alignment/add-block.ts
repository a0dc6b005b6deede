import type { AlignmentSolution } from '@rubato/core';
import type { Pausing } from './pausing.ts';
import type { BlockProblem } from './item-lattice.ts';
import { columnsOf } from './lattice-rows.ts';
import type { UnitSums } from './unit-sums.ts';
import { addBoundary, addRow } from './unit-sums.ts';

/** Adds what a block's paths, a share of all paths, say of units. A first frame that blocks share belongs to the block before. Yields between frames. */
export function* addBlock(
  sums: UnitSums,
  { range, problem, starts, ends }: BlockProblem,
  solution: AlignmentSolution,
  share: number,
  rowsBack: Int32Array,
  columnsBack: Int32Array,
): Pausing<void> {
  const alignment = solution.softAlignment!;
  const marginals = solution.edgeMarginals!;
  const { startPenalty, endPenalty } = solution.boundaryGradient!;
  for (let n = range.entry === undefined ? 0 : 1; n < problem.rows; n++) {
    const columns = columnsOf(alignment, n, problem.columns);
    const row = {
      frame: range.from + n,
      first: range.first + columns.first,
      last: range.first + columns.last,
      alignment: alignment.data,
      alignmentOffset: columns.offset,
      marginals: marginals.data,
      marginalsOffset: columns.offset * marginals.depth,
      share,
    };
    addRow(sums, row, rowsBack, columnsBack);
    yield;
  }
  starts.columns.forEach((column, k) => {
    addBoundary(sums, 'start', column, starts.rows[k], share * startPenalty.data[starts.offset + k]);
  });
  ends.columns.forEach((column, k) => addBoundary(sums, 'end', column, ends.rows[k], share * endPenalty.data[ends.offset + k]));
}
