import type { AlignmentProblem } from '@rubato/core';
import { createCostReader, latticeLayout, UnsupportedError } from '@rubato/core';
import type { LossContext } from './loss.ts';
import { someBoundaryNumber, someStepNumber } from './used-numbers.ts';

/** Refuses what moves along C do not move: penalties other than 0 and `Infinity`. */
export function refusePenalties(what: string, problem: AlignmentProblem): void {
  const { stepPenalties, start, end } = problem;
  const refuseOne = (value: number): boolean => {
    if (value === 0 || value === Infinity) return false;
    throw new UnsupportedError(what, `there are penalties: one is ${value}`);
  };
  someStepNumber(problem, stepPenalties, refuseOne);
  for (const boundary of [start, end]) someBoundaryNumber(problem, boundary, boundary.penalty, refuseOne);
}

/** C in full, 0 where a cell is forbidden or absent. */
export function finiteCosts(problem: AlignmentProblem, costs: LossContext['costs']): Float64Array {
  const data = cellCosts(problem, costs);
  for (let cell = 0; cell < data.length; cell++) if (data[cell] === Infinity) data[cell] = 0;
  return data;
}

/** C in full, `Infinity` where a cell is forbidden, 0 where it is absent. */
export function cellCosts(problem: AlignmentProblem, costs: LossContext['costs']): Float64Array {
  const { rows, columns } = problem;
  const { first, last } = latticeLayout(problem);
  const read = createCostReader(problem, costs);
  const data = new Float64Array(problem.batch * rows * columns);
  for (let row = 0; row < first.length; row++) {
    if (last[row] < first[row]) continue;
    read(Math.floor(row / rows), row % rows, first[row], last[row], data, row * columns + first[row]);
  }
  return data;
}
