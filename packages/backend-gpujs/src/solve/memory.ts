import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import { mostCandidates } from '@rubato/core';
import type { Wanted } from '@rubato/core/fronts';
import { CellIndex, cutIntoFronts } from '@rubato/core/fronts';
import { BACKWARD_PLANES, FORWARD_PLANES } from '../lattice/prepare.ts';
import { tableShape, tableWidth } from '../lattice/step-tables.ts';

/** Bytes of a solve's arrays for kernels, of the numbers that stay on the device, and of those that are read back. */
export function scratchBytes(problem: AlignmentProblem, layout: LatticeLayout, wanted: Wanted): number {
  const cells = new CellIndex(problem, layout, cutIntoFronts(problem));
  const slots = problem.steps.length + 1;
  const shape = tableShape(problem, cells, problem.temperature);
  const ends = mostCandidates(problem.end, problem.rowLengths, problem.columnLengths) * problem.batch;
  const prepared = (FORWARD_PLANES + BACKWARD_PLANES) * cells.size + shape.fronts * tableWidth(shape) + 4 * ends;
  // A front's arguments are uploaded anew by each kernel; what a front reaches back to stays.
  const front = 2 * (FORWARD_PLANES + BACKWARD_PLANES) * cells.width + 2 * tableWidth(shape);
  const window = (cells.fronts.reach + 2) * (4 * slots + 4) * cells.width;
  // Reading a texture takes four numbers for each of a front.
  const reading = 8 * slots * cells.width;
  let perPlace = wanted.distances ? 4 : 0;
  if (wanted.backward) perPlace += slots + (wanted.slopes ? 3 : 0) + (wanted.alignment ? 2 : 0) + (wanted.gradient ? 2 : 0);
  if (wanted.edges) perPlace += 2 * slots;
  if (wanted.hessian) perPlace += 6 * slots + 6;
  const path = wanted.path ? prepared + 2 * slots * cells.size : 0;
  return 4 * (prepared + front + window + reading + 6 * ends + perPlace * cells.size + path);
}
