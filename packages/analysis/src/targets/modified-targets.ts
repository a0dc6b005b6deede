import type { AlignmentProblem, AlignmentSolution, LatticeArray, ShapedArray } from '@rubato/core';
import { checkOptions } from '../check.ts';
import type { ElementWiseEquivalence } from './element-wise-equivalence.ts';
import { visitRows } from './lattice-rows.ts';
import { normaliseRows } from './row-normalised-alignment.ts';
import type { TargetOptions, TargetRows } from './target-rows.ts';
import { targetRows } from './target-rows.ts';

/** What an alignment loss makes a network learn, frame by frame. */
export interface ModifiedTargets {
  /** Y_mod, shape [B, N, D]; a row of zeros where its weight is 0. */
  readonly targets: ShapedArray;
  /** h(n), shape [B, N]: the factor of each frame's element-wise loss; 0 where nothing is learned. */
  readonly weights: ShapedArray;
  /** Whether training with them is training with the alignment, and why. */
  readonly equivalence: ElementWiseEquivalence;
}

/**
 * Modified targets: the strongly aligned targets that an alignment loss is equal to, `Y_mod_n = Σ_m H̃(n,m)·y_m`.
 *
 * A network that is trained on `Σ_n h(n)·c(x_n, Y_mod_n)`, targets and weights held fixed, gets the gradient of the alignment loss, for
 * the local costs for which `equivalence.kind` is `'exact'` ({@link elementWiseEquivalence}). With costs by class y_m is the one-hot row
 * of column m's class and Y_mod_n the distribution that the frame is trained towards; for CTC h(n) = 1, and the gradient by logits is
 * softmax(x_n) - Y_mod_n. Of 0/1 targets Y_mod lies in [0, 1] to the last bit.
 * Source: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, equations (11) to (17).
 *
 * @param problem of shape [B, N, M], with any steps, weights, boundaries and minimum function (but smoothmin, whose weights may be negative)
 * @param solution its solution with `gradient`, on any backend
 * @param options targets, where the cost does not hold them
 * @returns float64 arrays; rows behind an item's length are 0
 * @throws InvalidArgumentError where the gradient is absent or negative, or targets are needed and absent, of another shape, or no numbers
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { modifiedTargets } from '@rubato/analysis';
 * const localCost = { name: 'halfSquaredEuclidean' };
 * const cost = { kind: 'features', x: Float64Array.of(0.5, 0.5), y: Float64Array.of(0, 1), shape: [2, 2], dimension: 1, localCost } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 100 });
 * const { targets } = modifiedTargets(problem, openReference().solveSync(problem, { gradient: true }));
 * Array.from(targets.data, (value) => value.toFixed(2)); // → ['0.25', '0.75']
 * ```
 */
export function modifiedTargets(problem: AlignmentProblem, solution: AlignmentSolution, options: TargetOptions = {}): ModifiedTargets {
  checkOptions(options, ['targets']);
  const { rowSums, weights } = normaliseRows(problem, solution, 'gradient');
  const rows = targetRows(problem, options);
  return { targets: meanTargets(problem, weights, rows), weights: rowSums, equivalence: rows.equivalence };
}

/** Σ_m H̃(n,m)·y_m for each row. */
export function meanTargets(problem: AlignmentProblem, weights: LatticeArray, { data, dimension }: TargetRows): ShapedArray {
  const { batch, rows, columns } = problem;
  const means = new Float64Array(batch * rows * dimension);
  visitRows(problem, weights, (b, n, first, last, numbers, offset) => {
    const to = (b * rows + n) * dimension;
    // Summed in one order and divided by the sum of weights in that order: of targets in [0, 1] the mean does not leave [0, 1].
    let whole = 0;
    for (let m = first; m <= last; m++) {
      const weight = numbers[offset + m - first];
      if (weight === 0) continue;
      whole += weight;
      const from = (b * columns + m) * dimension;
      for (let d = 0; d < dimension; d++) means[to + d] += weight * data[from + d];
    }
    if (whole === 0) return;
    for (let d = 0; d < dimension; d++) means[to + d] /= whole;
  });
  return { data: means, shape: [batch, rows, dimension] };
}
