import type { AlignmentProblem, AlignmentSolution, LatticeArray, ShapedArray } from '@rubato/core';
import type { AlignmentName } from './lattice-rows.ts';
import { alignmentOf, visitRows } from './lattice-rows.ts';

/** What each element of the prediction is aligned with, as weights that sum to 1, and how much it counts. */
export interface RowNormalisedAlignment {
  /** h(n) = Σ_m H(n,m), shape [B, N]; 0 where no path passes, and behind an item's length. */
  readonly rowSums: ShapedArray;
  /**
   * H̃(n,m) = H(n,m)/h(n) on the cells that the gradient has, zeros in a row whose h(n) is 0: [B, N, M], or within a band the cells of the
   * band alone, which `toDense` of `@rubato/core` expands.
   */
  readonly weights: LatticeArray;
}

/**
 * Row sums of the gradient by the cost, and the gradient divided by them: `h(n) = Σ_m H(n,m)`, `H̃(n,m) = H(n,m)/h(n)`.
 *
 * h(n) is how strongly the element n is trained, H̃(n,·) what it is trained towards: weights of a mean over the targets. With unit step
 * weights H is the soft alignment and h(n) the expected number of targets that n is aligned with; a low weight of a step lowers h(n)
 * where paths take it. The sums of a request with `upstream` are multiplied by it, H̃ stays.
 * Source: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, equations (12) and (13).
 *
 * @param problem of shape [B, N, M]
 * @param solution its solution with `gradient`, on any backend
 * @returns float64 arrays, of as many cells as the gradient has
 * @throws InvalidArgumentError where the gradient is absent, of another shape, or holds a negative number (smoothmin's may)
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { rowNormalisedAlignment } from '@rubato/analysis';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const { rowSums, weights } = rowNormalisedAlignment(problem, openReference().solveSync(problem, { gradient: true }));
 * rowSums.data; // → [4 / 3, 4 / 3]
 * weights.data; // → [0.75, 0.25, 0.25, 0.75]
 * ```
 */
export function rowNormalisedAlignment(problem: AlignmentProblem, solution: AlignmentSolution): RowNormalisedAlignment {
  return normaliseRows(problem, solution, 'gradient');
}

/** The same for either array. */
export function normaliseRows(problem: AlignmentProblem, solution: AlignmentSolution, name: AlignmentName): RowNormalisedAlignment {
  const array = alignmentOf(problem, solution, name);
  const { batch, rows } = problem;
  const sums = new Float64Array(batch * rows);
  const weights = new Float64Array(array.data.length);
  visitRows(problem, array, (b, n, first, last, data, offset) => {
    let most = 0;
    for (let k = 0; k <= last - first; k++) most = Math.max(most, data[offset + k]);
    if (most === 0) return;
    // Numbers near the smallest there are have few digits left: they are divided by the largest of them before they are summed.
    let whole = 0;
    for (let k = 0; k <= last - first; k++) whole += data[offset + k] / most;
    sums[b * rows + n] = whole * most;
    for (let k = 0; k <= last - first; k++) weights[offset + k] = data[offset + k] / most / whole;
  });
  return {
    rowSums: { data: sums, shape: [batch, rows] },
    weights: { ...array, data: weights, fill: 0 },
  };
}
