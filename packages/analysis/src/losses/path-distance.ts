import type { AlignmentProblem } from '@rubato/core';
import { checkOptions, checkProblem, refuse } from '../check.ts';
import { checkPaths } from './paths.ts';

export interface PathDistanceOptions {
  /** 1: absolute distance (default). 2: its square. */
  readonly exponent?: 1 | 2;
}

/**
 * How far each cell lies from a known path, in columns: the penalty that supervises DILATE with an alignment.
 *
 * `Ω(n, m) = max(first(n) - m, 0, m - last(n))^exponent` where the path visits columns first(n) to last(n) in row n, so 0 on the path. Rows
 * that the path leaves out, and the padding, have penalty 0. With rows in score time and columns in audio time this is the alignment error
 * in frames. Source: Xu et al., "Deep declarative dynamic time warping", ICLR 2023, appendix A.4 (their penalty for DILATE).
 *
 * @param paths for each item (row, column) pairs, in order
 * @returns Ω, shape [B, N, M]
 * @throws InvalidArgumentError naming the first item, and the first number, that is wrong
 *
 * @example
 * ```ts
 * import { pathDistance } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(6), shape: [2, 3] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * Array.from(pathDistance(problem, [Int32Array.of(0, 0, 0, 1, 1, 2)])); // → [0, 0, 1, 2, 1, 0]
 * ```
 */
export function pathDistance(problem: AlignmentProblem, paths: readonly Int32Array[], options: PathDistanceOptions = {}): Float64Array {
  checkOptions(options, ['exponent']);
  const { exponent = 1 } = options;
  if (exponent !== 1 && exponent !== 2) refuse('options.exponent', exponent, '1 or 2');
  checkProblem(problem);
  checkPaths(problem, paths);
  const { rows, columns, columnLengths } = problem;
  const penalty = new Float64Array(problem.batch * rows * columns);
  paths.forEach((path, b) => {
    for (let i = 0; i < path.length;) {
      const start = i;
      while (i < path.length && path[i] === path[start]) i += 2;
      const [n, first, last] = [path[start], path[start + 1], path[i - 1]];
      for (let m = 0; m < columnLengths[b]; m++) {
        penalty[(b * rows + n) * columns + m] = Math.max(first - m, 0, m - last) ** exponent;
      }
    }
  });
  return penalty;
}
