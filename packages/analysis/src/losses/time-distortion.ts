import type { AlignmentProblem } from '@rubato/core';
import { checkProblem } from '../check.ts';

/**
 * DILATE's penalty: the squared distance from the diagonal, in shares of the lengths,
 * `Ω(n, m) = ((n + 1/2)/N - (m + 1/2)/M)²` with each item's own lengths N and M.
 *
 * For equal lengths this is `(n - m)²/N²`, as published. It is 0 in the padding.
 * Source: Le Guen & Thome, "Shape and time distortion loss for training deep time series forecasting models", NeurIPS 2019, section 3.2.
 *
 * @throws InvalidArgumentError for anything but a problem
 * @returns Ω, shape [B, N, M]
 *
 * @example
 * ```ts
 * import { timeDistortion } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * Array.from(timeDistortion(normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] }))); // → [0, 0.25, 0.25, 0]
 * ```
 */
export function timeDistortion(problem: AlignmentProblem): Float64Array {
  checkProblem(problem);
  const { batch, rows, columns, rowLengths, columnLengths } = problem;
  const penalty = new Float64Array(batch * rows * columns);
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rowLengths[b]; n++) {
      for (let m = 0; m < columnLengths[b]; m++) {
        const distance = (n + 0.5) / rowLengths[b] - (m + 0.5) / columnLengths[b];
        penalty[(b * rows + n) * columns + m] = distance * distance;
      }
    }
  }
  return penalty;
}
