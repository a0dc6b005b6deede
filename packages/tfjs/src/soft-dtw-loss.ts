import type { LocalCostSpecification } from '@rubato/costs';
import { softDtw } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { alignmentLoss } from './alignment-loss.ts';
import { checkLossOptions } from './check-loss-options.ts';
import type { LossOptions } from './loss-options.ts';
import type { Temperature } from './temperature.ts';

export interface SoftDtwLossOptions extends LossOptions {
  /** γ > 0, in units of the local cost: one number, one per item, or a function, asked at each call. Default 1. */
  readonly temperature?: Temperature;
  /** A local cost by name, or with parameters. Default `'squaredEuclidean'`. */
  readonly localCost?: string | LocalCostSpecification;
}

/**
 * Soft-DTW between predictions and targets, `-γ log Σ_paths exp(-cost of the path / γ)`, with gradients by both.
 *
 * It may be negative, and tends to the cost of the best path as γ → 0; `softDtwDivergence` is 0 for equal sequences. Second derivatives
 * are refused.
 * Source: Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017.
 *
 * @param targets [B, M, D], or [M, B, D] time-major
 * @param predictions [B, N, D], or [N, B, D] time-major
 * @param options temperature, local cost, lengths, layout, reduction, backend
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first number, length or side that is wrong; on tfjs-webgpu UnavailableBackendError where no
 * backend computes on its device
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { softDtwLoss } from '@rubato/tfjs';
 * const targets = tf.tensor3d([1, 2, 3], [1, 3, 1]);
 * const predictions = tf.tensor3d([1, 1, 2, 3], [1, 4, 1]);
 * const [loss] = softDtwLoss(targets, predictions, { temperature: 0.01, backend: openCpu() }).dataSync();
 * Math.abs(loss) < 1e-6; // → true
 * ```
 */
export function softDtwLoss(targets: Tensor, predictions: Tensor, options: SoftDtwLossOptions = {}): Tensor {
  checkLossOptions(options, ['temperature', 'localCost']);
  const { temperature = 1, ...settings } = options;
  return alignmentLoss(softDtw(), { ...settings, temperature })(targets, predictions);
}
