import type { AlignmentProblem, AlignmentSolution, LatticeArray, ShapedArray } from '@rubato/core';
import { checkOptions } from '../check.ts';
import { visitItemRows } from './lattice-rows.ts';
import { meanTargets } from './modified-targets.ts';
import { normaliseRows } from './row-normalised-alignment.ts';
import type { TargetOptions, TargetRows } from './target-rows.ts';
import { targetRows } from './target-rows.ts';

/** How much the targets of an item's frames are mixtures. Frames that learn nothing are left out. */
export interface TargetBlurring {
  /** Mean over frames of `-Σ_m H̃(n,m) ln H̃(n,m)`, in nats: 0 where each frame learns one target. */
  readonly entropy: number;
  /** Mean over frames of the exponential of that entropy: how many targets a frame mixes, from 1 to M. */
  readonly effectiveTargets: number;
  /**
   * What mixing takes away: `Σ_n Σ_m H̃(n,m)·|y_m - Y_mod_n|² / Σ_n Σ_m H̃(n,m)·|y_m|²`, from 0 (sharp, or a mixture of equal targets) to 1.
   */
  readonly energyLoss: number;
}

/**
 * Blurring of the modified targets, item by item: the sharper they are, the sharper what a network can learn from them.
 *
 * It grows with the temperature γ relative to the differences of cost; a path that takes the step (0,1) mixes targets within a frame at any
 * temperature. Entropy counts all mixing; the loss of energy only that of targets which differ, and 0.5 means that half of the targets'
 * squared magnitude has gone.
 * Sources: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, section 4.2 (blurring); the measures are Rubato's.
 *
 * @param problem of shape [B, N, M]
 * @param solution its solution with `gradient`
 * @param options targets, where the cost does not hold them
 * @returns one for each item; zeros, and one effective target, for an item without a path
 * @throws InvalidArgumentError as {@link modifiedTargets}
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { targetBlurring } from '@rubato/analysis';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const solution = openReference().solveSync(problem, { gradient: true });
 * const [{ effectiveTargets, energyLoss }] = targetBlurring(problem, solution, { targets: { data: [0, 1], shape: [2, 1] } });
 * effectiveTargets.toFixed(2); // → '1.75'
 * energyLoss; // → 0.375
 * ```
 */
export function targetBlurring(problem: AlignmentProblem, solution: AlignmentSolution, options: TargetOptions = {}): TargetBlurring[] {
  checkOptions(options, ['targets']);
  const { weights } = normaliseRows(problem, solution, 'gradient');
  const rows = targetRows(problem, options);
  const modified = meanTargets(problem, weights, rows);
  return Array.from({ length: problem.batch }, (_, b) => blurringOf(problem, b, weights, rows, modified));
}

/** The same for one item. */
export function blurringOf(
  problem: AlignmentProblem,
  b: number,
  weights: LatticeArray,
  { data, dimension }: TargetRows,
  modified: ShapedArray,
): TargetBlurring {
  const { rows, columns } = problem;
  let frames = 0;
  let entropySum = 0;
  let effectiveSum = 0;
  let lost = 0;
  let whole = 0;
  visitItemRows(problem, weights, b, (_, n, first, last, numbers, offset) => {
    const row = b * rows + n;
    let entropy = 0;
    let learns = false;
    for (let m = first; m <= last; m++) {
      const weight = numbers[offset + m - first];
      if (weight === 0) continue;
      learns = true;
      entropy -= weight * Math.log(weight);
      const start = (b * columns + m) * dimension;
      for (let d = 0; d < dimension; d++) {
        const target = data[start + d];
        const away = target - modified.data[row * dimension + d];
        lost += weight * away * away;
        whole += weight * target * target;
      }
    }
    if (!learns) return;
    frames++;
    entropySum += entropy;
    effectiveSum += Math.exp(entropy);
  });
  if (frames === 0) return { entropy: 0, effectiveTargets: 1, energyLoss: 0 };
  return { entropy: entropySum / frames, effectiveTargets: effectiveSum / frames, energyLoss: whole === 0 ? 0 : lost / whole };
}
