import type { AlignmentProblem, LatticeArray } from '@rubato/core';
import { columnFrames } from './alignment-collapse.ts';
import type { ReadableCosts } from './cost-figures.ts';

/** Targets that cost nothing whatever is predicted, so that nothing is learned from them. */
export interface FreeTargets {
  /** Columns whose cost is 0 in every frame, while others' is not. */
  readonly columns: readonly number[];
  /** Their share of the columns. */
  readonly columnShare: number;
  /** The share of the frames that they take. */
  readonly frameShare: number;
}

/** From the costs and the row-normalised soft alignment. */
export function freeTargetsOf(problem: AlignmentProblem, b: number, weights: LatticeArray, { layout, read }: ReadableCosts): FreeTargets {
  const { rows, columns, rowLengths, columnLengths } = problem;
  const [N, M] = [rowLengths[b], columnLengths[b]];
  const cells = new Float64Array(columns);
  const seen = new Array<boolean>(M).fill(false);
  const paid = new Array<boolean>(M).fill(false);
  for (let n = 0; n < N; n++) {
    const first = layout.first[b * rows + n];
    const last = layout.last[b * rows + n];
    if (last < first) continue;
    read(b, n, first, last, cells, 0);
    for (let m = first; m <= last; m++) {
      seen[m] = true;
      if (cells[m - first] !== 0) paid[m] = true;
    }
  }
  const free = paid.includes(true) ? Array.from(paid.keys()).filter((m) => seen[m] && !paid[m]) : [];
  const frames = columnFrames(problem, b, weights);
  const whole = frames.reduce((sum, value) => sum + value, 0);
  const taken = free.reduce((sum, m) => sum + frames[m], 0);
  return { columns: free, columnShare: free.length / M, frameShare: whole === 0 ? 0 : taken / whole };
}
