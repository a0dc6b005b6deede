import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import type { Wanted } from '@rubato/core/fronts';
import { CellIndex, cutIntoFronts } from '@rubato/core/fronts';
import { tableShape } from '../lattice/step-tables.ts';

/** Numbers in the source of costs. */
export function sourceNumbers({ batch, rows, columns, cost }: AlignmentProblem): number {
  if (cost.kind === 'banded') return cost.data.length + 1;
  return batch * rows * (cost.kind === 'gathered' ? cost.classes : columns) + 1;
}

/** Bytes of a solve's tensors, of the arrays that they are made from, and of those that are read back. */
export function scratchBytes(problem: AlignmentProblem, layout: LatticeLayout, wanted: Wanted): number {
  const cells = new CellIndex(problem, layout, cutIntoFronts(problem));
  const slots = problem.steps.length + 1;
  // Index and costs, barriers, the start's two tables, and where end candidates stand.
  const tables = 6;
  const [count, width, steps] = tableShape(problem, cells, problem.temperature);
  const fixed = (place: number): number => place * cells.size + 2 * count * width * steps;
  const prepared = 2 * (sourceNumbers(problem) + fixed(tables));
  const distances = cells.fronts.count * cells.batch * (cells.fronts.placesReach + cells.fronts.length);
  let perPlace = wanted.distances ? 3 : 1;
  if (wanted.backward) perPlace += slots + 3 + (wanted.slopes ? 3 : 0) + (wanted.alignment ? 3 : 0) + (wanted.gradient ? 3 : 0);
  if (wanted.edges) perPlace += 3 * slots;
  if (wanted.hessian) perPlace += 2 * slots + 6;
  const path = wanted.path ? prepared + distances + 3 * slots * cells.size : 0;
  return 4 * (prepared + distances + perPlace * cells.size + path);
}
