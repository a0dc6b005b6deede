import type { AlignmentProblem, AlignmentSolution } from '@rubato/core';
import { checkNumber, checkOptions, refuse } from '../check.ts';
import type { FeatureSequence } from './feature-sequence.ts';
import { itemOf, readSequence } from './feature-sequence.ts';
import { modifiedTargets } from './modified-targets.ts';
import type { TargetOptions } from './target-rows.ts';

export interface TargetDistanceOptions extends TargetOptions {
  /** From which number on a dimension of a frame is active, in the modified targets and in the reference. Default 0.5. */
  readonly threshold?: number;
}

/** How far the modified targets of an item are from a reference. Frames that learn nothing are left out. */
export interface TargetDistance {
  /** `Σ_n Σ_d (Y_mod_{n,d} - R_{n,d})²` over the number of terms. */
  readonly meanSquaredError: number;
  /** What share of the modified targets' active entries is active in the reference; 1 where none is. */
  readonly precision: number;
  /** What share of the reference's active entries is active in the modified targets; 1 where none is. */
  readonly recall: number;
  /** `2·TP / (2·TP + FP + FN)` of the active entries, counted over frames and dimensions; 1 where nothing is active in either. */
  readonly fMeasure: number;
}

/**
 * The distance of the modified targets from strongly aligned ones, where those are known: how well the alignment finds what it is to find.
 *
 * Frame by frame and dimension by dimension, `Y_mod` ({@link modifiedTargets}) against the reference R: the mean squared error, and
 * precision, recall and F-measure of what is at least the threshold.
 * Source of the threshold 0.5: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, section 5; the measures are the
 * usual ones.
 *
 * @param problem of shape [B, N, M]
 * @param solution its solution with `gradient`
 * @param reference strong targets, [N, D] of a single item or [B, N, D], with the D of the targets; behind an item's frames not looked at
 * @param options threshold; targets, where the cost does not hold them
 * @returns one for each item, undefined for one that learns nothing (without a path)
 * @throws InvalidArgumentError as {@link modifiedTargets}, for a reference of another shape or with a number that is not finite, and for a
 * threshold that is no number
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { targetDistance } from '@rubato/analysis';
 * const localCost = { name: 'halfSquaredEuclidean' };
 * const [x, y] = [Float64Array.of(0, 0.2, 0.9, 1), Float64Array.of(0, 1)];
 * const cost = { kind: 'features', x, y, shape: [4, 2], dimension: 1, localCost } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 0.01 });
 * const solution = openReference().solveSync(problem, { gradient: true });
 * // The reference has the second target a frame earlier.
 * const [distance] = targetDistance(problem, solution, { data: [0, 1, 1, 1], shape: [4, 1] });
 * distance!.meanSquaredError.toFixed(3); // → '0.250'
 * distance!.recall.toFixed(2); // → '0.67'
 * distance!.fMeasure; // → 0.8
 * ```
 */
export function targetDistance(
  problem: AlignmentProblem,
  solution: AlignmentSolution,
  reference: FeatureSequence,
  options: TargetDistanceOptions = {},
): (TargetDistance | undefined)[] {
  checkOptions(options, ['targets', 'threshold']);
  const { targets, threshold = 0.5 } = options;
  checkNumber('options.threshold', threshold, -1e60, 1e60);
  const modified = modifiedTargets(problem, solution, targets === undefined ? {} : { targets });
  const [batch, frames, D] = modified.targets.shape;
  const strong = readSequence('reference', reference);
  if (strong.batch !== batch || strong.frames !== frames || strong.dimension !== D) {
    refuse('reference.shape', `[${reference.shape.join(', ')}]`, `[${batch}, ${frames}, ${D}], as the modified targets have`);
  }
  return Array.from({ length: batch }, (_, b) => {
    const N = problem.rowLengths[b];
    const wanted = itemOf('reference', strong, b, N);
    let [terms, squares, both, found, sought] = [0, 0, 0, 0, 0];
    for (let n = 0; n < N; n++) {
      const row = b * frames + n;
      if (modified.weights.data[row] === 0) continue;
      terms += D;
      for (let d = 0; d < D; d++) {
        const [learned, truth] = [modified.targets.data[row * D + d], wanted[n * D + d]];
        squares += (learned - truth) ** 2;
        if (learned >= threshold) found++;
        if (truth >= threshold) sought++;
        if (learned >= threshold && truth >= threshold) both++;
      }
    }
    if (terms === 0) return undefined;
    return {
      meanSquaredError: squares / terms,
      precision: found === 0 ? 1 : both / found,
      recall: sought === 0 ? 1 : both / sought,
      fMeasure: found + sought === 0 ? 1 : (2 * both) / (found + sought),
    };
  });
}
