import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';
import { latticeLayout } from '@rubato/core';
import type { ItemWork } from '../../../src/items/item-work.ts';
import { ItemResults } from '../../../src/items/results.ts';
import { Instance } from '../../../src/module/instance.ts';
import { loadKernels } from '../../../src/module/load-kernels.ts';

/** The kernels, plain and fused. */
export const instances: Readonly<Record<string, Instance>> = {
  plain: new Instance(await loadKernels(false, false), false),
  fused: new Instance(await loadKernels(true, false), false),
};

/** Bytes before and after the item that nobody may touch. */
const GUARD = 4096;
/** What they hold, and what the item finds in its place: NaN as a float, -1 as a whole number. */
const LEFT_OVER = 0xff;

/**
 * Solves a problem's items in a memory full of left-overs, `cells` at a time.
 *
 * @returns undefined where the kernels cannot represent the numbers
 * @throws Error where the kernels wrote outside of their place
 */
export function runAlone(
  instance: Instance,
  work: ItemWork,
  problem: AlignmentProblem,
  request: SolveRequest,
  cells = 2 ** 17,
): AlignmentSolution | undefined {
  const results = new ItemResults(problem, request, latticeLayout(problem), undefined);
  work.attach(results);
  instance.begin(work.bytes + 2 * GUARD);
  const before = instance.take(GUARD);
  const address = instance.take(work.bytes);
  const after = instance.take(GUARD);
  const { u8 } = instance.all;
  u8.fill(LEFT_OVER, before, after + GUARD);
  work.prepare(instance, address);
  for (let b = 0; b < work.batch; b++) {
    if (!work.write(instance, address, b)) continue;
    while (instance.exports.advanceRows(address, cells) > 0);
    if (!work.read(instance, address, b)) return undefined;
  }
  const isTouched = (from: number): boolean => u8.subarray(from, from + GUARD).some((byte) => byte !== LEFT_OVER);
  if (isTouched(before) || isTouched(after)) throw new Error('the kernels wrote outside of their place');
  return results.finish('alone');
}
