import type { AlignmentProblem, LatticeLayout, SolveRequest } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
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
  if (!stripsServe(problem, request)) return undefined;
  const source = costSource(problem, layout, costs);
  if (source === undefined) return undefined;
  const whole = new StripsWork(problem, request, layout, source, false);
  if (whole.bytes <= room) return whole;
  const checkpointed = new StripsWork(problem, request, layout, source, true);
  return checkpointed.bytes < whole.bytes ? checkpointed : whole;
}
