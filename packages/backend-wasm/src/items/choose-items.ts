import type { AlignmentProblem, LatticeLayout, SolveRequest } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { interleavedServes } from '../rows/interleaved-serves.ts';
import { InterleavedWork } from '../rows/interleaved-work.ts';
import { RowsWork } from '../rows/rows-work.ts';
import { rowsServe } from '../rows/serves.ts';
import { stripsServe } from '../strips/serves.ts';
import { costSource } from '../strips/sources.ts';
import { StripsWork } from '../strips/strips-work.ts';
import type { ItemWork } from './item-work.ts';

/**
 * The fast kernels for a problem of softmin, or undefined where only the general engine serves.
 *
 * @param room bytes for one item: where they do not suffice, accumulated costs are made again from checkpoints
 */
export function chooseItems(
  problem: AlignmentProblem,
  request: SolveRequest,
  layout: LatticeLayout,
  costs: Readonly<Record<string, LocalCost>>,
  room: number,
): ItemWork | undefined {
  const make = makerOfItems(problem, request, layout, costs);
  if (make === undefined) return undefined;
  const whole = make(false);
  if (whole.bytes <= room) return whole;
  const checkpointed = make(true);
  return checkpointed.bytes < whole.bytes ? checkpointed : whole;
}

function makerOfItems(
  problem: AlignmentProblem,
  request: SolveRequest,
  layout: LatticeLayout,
  costs: Readonly<Record<string, LocalCost>>,
): ((checkpointed: boolean) => ItemWork) | undefined {
  if (interleavedServes(problem, request)) return (checkpointed) => new InterleavedWork(problem, request, checkpointed);
  const [strips, rows] = [stripsServe(problem, request), rowsServe(problem, request)];
  if (!strips && !rows) return undefined;
  const source = costSource(problem, layout, costs);
  if (source === undefined) return undefined;
  if (rows) return (checkpointed) => new RowsWork(problem, request, layout, source, checkpointed);
  return (checkpointed) => new StripsWork(problem, request, layout, source, checkpointed);
}
