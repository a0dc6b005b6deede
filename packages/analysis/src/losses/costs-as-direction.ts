import type { AlignmentProblem } from '@rubato/core';
import { createCostReader, latticeLayout, UnsupportedError } from '@rubato/core';
import type { LossContext } from './loss.ts';

/** Refuses what moves along C do not move: penalties other than 0 and `Infinity`. */
export function refusePenalties(what: string, { stepPenalties, start, end }: AlignmentProblem): void {
  for (const { data } of [stepPenalties, start.penalty, end.penalty]) {
    for (let i = 0; i < data.length; i++) {
      if (data[i] === 0 || data[i] === Infinity) continue;
      throw new UnsupportedError(what, `there are penalties: one is ${data[i]}`);
    }
  }
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
