import type { AlignmentProblem } from '@rubato/core';

/** The facts about a problem's steps that kernels are chosen by, worked out once per solve. */
export interface Structure {
  /** Number of steps S. */
  readonly count: number;
  /**
   * Rows and columns that each step goes back, those of the lattice at most: a step that cannot be taken leads to the first row
   * outside all the same, and stores need not be wider for it.
   */
  readonly rowsBack: Int32Array;
  readonly columnsBack: Int32Array;
  /** The most rows that any step goes back. */
  readonly reach: number;
  /** The most columns that any step goes back. */
  readonly pad: number;
  /** Whether every step that is not forbidden has weight 1, as in soft-DTW and CTC: then H = E but for boundary multipliers. */
  readonly unitWeights: boolean;
}

/** Looks at a problem's steps and weights. */
export function analyse(problem: AlignmentProblem): Structure {
  const rowsBack = Int32Array.from(problem.steps, ([i]) => Math.min(i, problem.rows));
  const columnsBack = Int32Array.from(problem.steps, ([, j]) => Math.min(j, problem.columns));
  return {
    count: problem.steps.length,
    rowsBack,
    columnsBack,
    reach: Math.max(...rowsBack),
    pad: Math.max(...columnsBack),
    unitWeights: problem.stepWeights.data.every((weight) => weight === 1 || weight === Infinity),
  };
}
