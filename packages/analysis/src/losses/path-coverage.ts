import type { AlignmentProblem, ItemStatus } from '@rubato/core';
import { checkProblem } from '../check.ts';
import { divideItems } from './divide-items.ts';
import { expectedPenalty } from './expected-alignment.ts';
import type { Loss } from './loss.ts';
import { checkPaths } from './paths.ts';

/**
 * How little of a known path the soft alignment covers: `-ln(Σ_{(n,m) on the path} E(n, m)/length)`.
 *
 * 0 where E is 1 on the whole path, `ln 2` where it covers half of it, whatever the other half does. Any steps will do; a cell near the
 * path earns nothing. An item whose soft alignment has no mass there at all (0 by underflow, or no path) has the value `Infinity` and
 * gradient 0: start with a higher temperature. For the linear form use `expectedAlignment` with -1/length on the path.
 * Source of the gradient: Mensch & Blondel, "Differentiable dynamic programming for structured prediction and attention", ICML 2018.
 *
 * @param paths for each item (row, column) pairs, in order
 * @throws InvalidArgumentError naming the first item, and the first number, that is wrong
 *
 * @example
 * ```ts
 * import { computeLoss, pathCoverage } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const { values } = await computeLoss(pathCoverage(problem, [Int32Array.of(0, 0, 0, 1, 1, 1)]));
 * values[0]; // → -Math.log((1 + 1 / 3 + 1) / 3)
 * ```
 */
export function pathCoverage(problem: AlignmentProblem, paths: readonly Int32Array[]): Loss {
  checkProblem(problem);
  checkPaths(problem, paths);
  const { batch, rows, columns } = problem;
  const shares = new Float64Array(batch * rows * columns);
  paths.forEach((path, b) => {
    for (let i = 0; i < path.length; i += 2) shares[(b * rows + path[i]) * columns + path[i + 1]] = 2 / path.length;
  });
  return {
    problem,
    *evaluate(context) {
      const { parts } = yield* expectedPenalty(problem, shares, context);
      const { values: covered, status, gradient } = parts;
      // Infinity stands for an item without a path, and the logarithm of 0 for one that covers nothing.
      const touched = (share: number): boolean => share > 0 && share < Infinity;
      return {
        values: covered.map((share) => (touched(share) ? -Math.log(Math.min(share, 1)) : Infinity)),
        status: status.map((found, b): ItemStatus => (found.kind === 'solved' && !touched(covered[b]) ? uncovered : found)),
        gradient:
          gradient === undefined
            ? undefined
            : divideItems(
                problem,
                gradient,
                covered.map((share) => (touched(share) ? -share : Infinity)),
              ),
      };
    },
  };
}

const uncovered: ItemStatus = { kind: 'infeasible', reason: 'the soft alignment has no mass on the path' };
