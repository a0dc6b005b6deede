import type { AlignmentProblem } from '@rubato/core';

/** The facts about a problem's steps that kernels are chosen by, worked out once per solve. */
export interface Structure {
  /** Number of steps S. */
  readonly count: number;
  /** Rows and columns that each step goes back. */
  readonly rowsBack: Int32Array;
  readonly columnsBack: Int32Array;
  /** The most rows and columns that any step goes back. */
  readonly reach: number;
  readonly pad: number;
  /** Whether every step that is not forbidden has weight 1, as in soft-DTW and CTC: then H = E but for boundary multipliers. */
  readonly unitWeights: boolean;
}

export function analyse(problem: AlignmentProblem): Structure {
  const rowsBack = Int32Array.from(problem.steps, ([i]) => i);
  const columnsBack = Int32Array.from(problem.steps, ([, j]) => j);
  return {
    count: problem.steps.length,
    rowsBack,
    columnsBack,
    reach: Math.max(...rowsBack),
    pad: Math.max(...columnsBack),
    unitWeights: problem.stepWeights.data.every((weight) => weight === 1 || weight === Infinity),
  };
}
