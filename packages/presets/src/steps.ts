import type { Step } from '@rubato/core';

/** A frozen copy of a list of steps. */
export function freezeSteps(steps: readonly Step[]): readonly Step[] {
  return Object.freeze(steps.map((step): Step => Object.freeze([step[0], step[1]] as const)));
}

/** The steps of soft-DTW: along the rows, along the columns, along both. */
export const softDtwSteps: readonly Step[] = freezeSteps([
  [1, 0],
  [0, 1],
  [1, 1],
]);

/** The same with the diagonal first, so that it wins ties. */
export const diagonalFirstSteps: readonly Step[] = freezeSteps([
  [1, 1],
  [1, 0],
  [0, 1],
]);

/** Steps of at most two that advance both sequences. */
export const twoOneSteps: readonly Step[] = freezeSteps([
  [1, 1],
  [2, 1],
  [1, 2],
]);

/** The steps of CTC: stay in a column, go to the next, skip one. Each advances one row. */
export const blankSteps: readonly Step[] = freezeSteps([
  [1, 0],
  [1, 1],
  [1, 2],
]);

/** The steps of SDTW-D: each advances one row. */
export const rowSteps: readonly Step[] = freezeSteps([
  [1, 0],
  [1, 1],
]);
