import { hardmin } from '@rubato/minimum';
import type { LocalCost } from '@rubato/costs';
import type { SolutionWriter } from '../backend/solution-writer.ts';
import type { LatticeLayout } from '../lattice/layout.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { forward } from './forward.ts';

/**
 * The best path of one item under hardmin, ties by the order of steps, then the start; end cells in the given order. Yields the
 * cells of each row done.
 */
export function* bestLatticePath(
  problem: AlignmentProblem,
  item: number,
  layout: LatticeLayout,
  writer: SolutionWriter,
  costs?: Readonly<Record<string, LocalCost>>,
): Generator<number, void, void> {
  const pass = yield* forward(problem, item, layout, hardmin, costs);
  const { columns, weights, ends } = pass;
  const slots = problem.steps.length + 1;
  const pairs: number[] = [];
  const end = pass.endWeights.indexOf(1);
  if (end >= 0) {
    let n = ends.row(end);
    let m = ends.column(end);
    for (;;) {
      pairs.push(m, n);
      const cell = n * columns + m;
      const s = weights.subarray(cell * slots, (cell + 1) * slots).indexOf(1);
      if (s === problem.steps.length) break;
      n -= problem.steps[s][0];
      m -= problem.steps[s][1];
    }
  }
  writer.path(item, Int32Array.from(pairs.reverse()), pass.value);
}
