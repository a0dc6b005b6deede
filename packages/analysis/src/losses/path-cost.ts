import type { AlignmentProblem } from '@rubato/core';
import { checkOptions, checkProblem, refuse } from '../check.ts';
import type { Loss } from './loss.ts';
import type { PathVisit } from './path-visits.ts';
import { sumVisits } from './path-visits.ts';
import { checkPaths } from './paths.ts';

export interface PathCostOptions {
  /** `sum` over the path's cells (default), or their `mean`, which does not grow with the path. */
  readonly reduction?: 'sum' | 'mean';
}

/**
 * The cost along a known path, `Σ_{(n,m) on the path} C(n, m)`: the loss "Along GT", for which no alignment is computed.
 *
 * Step weights, penalties and boundary conditions do not count, so any path will do, also one with steps that the problem has not. It pulls
 * matching features together but does not push others apart: see `pathLikelihood` for the loss that does. Its gradient by C is 1
 * (or 1/length) on the path. An item whose path meets a forbidden cell has the value `Infinity` and gradient 0.
 * Source: Xu et al., "Deep declarative dynamic time warping", ICLR 2023, section 7.1 (loss 4).
 *
 * @param paths for each item (row, column) pairs, in order
 * @throws InvalidArgumentError naming the first item, and the first number, that is wrong
 *
 * @example
 * ```ts
 * import { computeLoss, pathCost } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const { values, gradient } = await computeLoss(pathCost(problem, [Int32Array.of(0, 0, 0, 1, 1, 1)]), { gradient: true });
 * values[0]; // → 7
 * Array.from(gradient!.data); // → [1, 1, 0, 1]
 * ```
 */
export function pathCost(problem: AlignmentProblem, paths: readonly Int32Array[], options: PathCostOptions = {}): Loss {
  checkOptions(options, ['reduction']);
  const { reduction = 'sum' } = options;
  if (reduction !== 'sum' && reduction !== 'mean') refuse('options.reduction', reduction, "'sum' or 'mean'");
  checkProblem(problem);
  checkPaths(problem, paths);
  const visits = paths.map((path) =>
    Array.from({ length: path.length / 2 }, (_, i): PathVisit => {
      return { row: path[2 * i], column: path[2 * i + 1], weight: reduction === 'mean' ? 2 / path.length : 1, penalty: 0 };
    }),
  );
  return {
    problem,
    // oxlint-disable-next-line require-yield -- nothing has to be solved
    *evaluate(context) {
      return sumVisits(problem, visits, context);
    },
  };
}
