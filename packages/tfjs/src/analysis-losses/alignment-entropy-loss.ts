import { alignmentEntropy } from '@rubato/analysis';
import { softDtw } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkLossOptions } from '../check-loss-options.ts';
import type { SoftDtwLossOptions } from '../soft-dtw-loss.ts';
import { analysisLoss } from './analysis-loss.ts';

/**
 * How undecided the soft-DTW alignment of predictions and targets is: the entropy `-Σ p ln p` over all paths, `p ∝ exp(-cost/γ)`, in nats,
 * with gradients by both. A regulariser: add it with a weight below 0 to keep alignments soft, above 0 to sharpen them.
 *
 * 0 where only one path is possible, and ln of the number of paths where all cost the same. An item with a sequence of length 0 has the
 * value `Infinity` (0 with `zeroInfinity`) and gradient 0. Computed in float64; second derivatives are refused. For other parameterizations,
 * CTC among them: `analysisLoss(alignmentEntropy, …)`.
 * Sources: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021, section 3; as a regulariser of CTC: Liu,
 * Jin & Zhang, "Connectionist temporal classification with maximum entropy regularization", NeurIPS 2018.
 *
 * @param targets [B, M, D], or [M, B, D] time-major
 * @param predictions [B, N, D], or [N, B, D] time-major
 * @param options temperature, local cost, lengths, layout, reduction, backend
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first number, length or side that is wrong; UnsupportedError where the gradient is wanted and no
 * backend has Hessian products (`@rubato/backend-cpu` has), and on tfjs-webgpu
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { alignmentEntropyLoss } from '@rubato/tfjs';
 * const [entropy] = alignmentEntropyLoss(tf.zeros([1, 2, 3]), tf.zeros([1, 2, 3]), { backend: openCpu() }).dataSync();
 * Math.abs(entropy - Math.log(3)) < 1e-6; // → true
 * ```
 */
export function alignmentEntropyLoss(targets: Tensor, predictions: Tensor, options: SoftDtwLossOptions = {}): Tensor {
  checkLossOptions(options, ['temperature', 'localCost']);
  const { temperature = 1, ...settings } = options;
  return analysisLoss(alignmentEntropy, softDtw(), { ...settings, temperature })(targets, predictions);
}
