import type { Loss } from '@rubato/analysis';
import { pathCost, pathCoverage, pathLikelihood } from '@rubato/analysis';
import type { AlignmentProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkWord, withNames } from '../check.ts';
import { checkLossOptions } from '../check-loss-options.ts';
import type { SoftDtwLossOptions } from '../soft-dtw-loss.ts';
import { analysisLoss } from './analysis-loss.ts';

/** What of a known path is the loss. */
export type PathMeasure = 'likelihood' | 'coverage' | 'cost' | 'meanCost';

export interface PathSupervisedLossOptions extends SoftDtwLossOptions {
  /**
   * The known warping path of each item, in order: pairs (row of the predictions, row of the targets), one after the other, as `paths` of a
   * solution has them.
   */
  readonly paths: readonly Int32Array[];
  /**
   * - `'likelihood'`, the default: `-ln p(path)` among all paths of soft-DTW. Goes from the first cell to the last by steps (1, 0), (0, 1)
   *   and (1, 1).
   * - `'coverage'`: `-ln` of the mean of the soft alignment E along the path. Any path will do.
   * - `'cost'`: the sum of the costs along the path, `'meanCost'` their mean. Nothing is aligned, and any path will do; they pull what
   *   matches together, and push nothing apart.
   */
  readonly measure?: PathMeasure;
}

const losses: Readonly<Record<PathMeasure, (problem: AlignmentProblem, paths: readonly Int32Array[]) => Loss>> = {
  likelihood: pathLikelihood,
  coverage: pathCoverage,
  cost: pathCost,
  meanCost: (problem, paths) => pathCost(problem, paths, { reduction: 'mean' }),
};

/**
 * How far predictions and targets are from being aligned along known warping paths, with gradients by both.
 *
 * With C the local costs of an item, γ the temperature and π its path: likelihood `(Σ_π C - softDTW)/γ`, coverage `-ln(Σ_π E/|π|)`, cost
 * `Σ_π C`. All but the costs tell the features of other cells apart as well. An item with a sequence of length 0 can have no path: leave
 * it out. Where E underflows to 0 along a path the coverage is `Infinity` and the gradient 0: start with a higher temperature. Computed
 * in float64; second derivatives are refused. For other steps: `analysisLoss((problem) => pathLikelihood(problem, paths), …)`.
 * Sources: Lafferty et al., "Conditional random fields", ICML 2001 (likelihood), on the paths of Cuturi & Blondel, "Soft-DTW", ICML 2017;
 * Xu et al., "Deep declarative dynamic time warping", ICLR 2023, section 7.1 (cost, "Along GT").
 *
 * @param targets [B, M, D], or [M, B, D] time-major
 * @param predictions [B, N, D], or [N, B, D] time-major
 * @param options paths, measure, temperature, local cost, lengths, layout, reduction, backend
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first number, length, side or path that is wrong; UnsupportedError where the gradient of the
 * coverage is wanted and no backend has Hessian products (`@rubato/backend-cpu` has), and on tfjs-webgpu
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { pathSupervisedLoss } from '@rubato/tfjs';
 * const targets = tf.zeros([1, 2, 3]);
 * const predictions = tf.zeros([1, 2, 3]);
 * const paths = [Int32Array.of(0, 0, 1, 1)];
 * const [loss] = pathSupervisedLoss(targets, predictions, { paths, backend: openCpu() }).dataSync();
 * Math.abs(loss - Math.log(3)) < 1e-6; // → true
 * ```
 */
export function pathSupervisedLoss(targets: Tensor, predictions: Tensor, options: PathSupervisedLossOptions): Tensor {
  checkLossOptions(options, ['temperature', 'localCost', 'paths', 'measure']);
  const { temperature = 1, paths, measure = 'likelihood', ...settings } = options;
  checkWord('options.measure', measure, Object.keys(losses));
  const ofProblem = (problem: AlignmentProblem) => withNames({ paths: 'options.paths' }, () => losses[measure](problem, paths));
  return analysisLoss(ofProblem, softDtw(), { ...settings, temperature })(targets, predictions);
}
