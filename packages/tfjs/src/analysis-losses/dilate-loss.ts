import { dilate } from '@rubato/analysis';
import type { AlignmentProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { isTensor, refuse, withNames } from '../check.ts';
import { checkLossOptions } from '../check-loss-options.ts';
import { readFloats } from '../read-tensor.ts';
import type { SoftDtwLossOptions } from '../soft-dtw-loss.ts';
import { analysisLoss } from './analysis-loss.ts';

type Numbers = Float32Array | Float64Array;

export interface DilateLossOptions extends SoftDtwLossOptions {
  /** α from 0 to 1: the share of the shape term. Default 0.5. */
  readonly alpha?: number;
  /**
   * Ω, [B, N, M] or [N, M] for all items: numbers, a tensor, or a function from the problem of the batch to numbers, such as
   * `(problem) => pathDistance(problem, paths)`. There is no gradient by it. Default: `timeDistortion`, the squared distance from the
   * diagonal in shares of each item's own lengths.
   */
  readonly penalty?: Numbers | Tensor | ((problem: AlignmentProblem) => Numbers);
}

/**
 * DILATE between predictions and targets, `α·softDTW + (1 - α)·⟨Ω, E⟩`: how much their shapes differ, and their timing. Gradients by both.
 *
 * E is the soft alignment of soft-DTW, [N, M] with the predictions in the rows, and Ω(n, m) the penalty for aligning n with m; published
 * is `(n - m)²/N²` for equal lengths, the default. α = 1 is `softDtwLoss`. One solve gives both terms and, by a Hessian product, the gradient; an
 * item with a sequence of length 0 has the value `Infinity` (0 with `zeroInfinity`) and gradient 0. Computed in float64; second derivatives
 * are refused.
 * Source: Le Guen & Thome, "Shape and time distortion loss for training deep time series forecasting models", NeurIPS 2019; with the
 * distance from a known path for Ω: Xu et al., "Deep declarative dynamic time warping", ICLR 2023, appendix A.4.
 *
 * @param targets [B, M, D], or [M, B, D] time-major
 * @param predictions [B, N, D], or [N, B, D] time-major
 * @param options temperature, local cost, α, Ω, lengths, layout, reduction, backend
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first number, length or side that is wrong; UnsupportedError where the gradient is wanted and no
 * backend has Hessian products (`@rubato/backend-cpu` has), and on tfjs-webgpu
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { dilateLoss } from '@rubato/tfjs';
 * const [loss] = dilateLoss(tf.zeros([1, 2, 3]), tf.zeros([1, 2, 3]), { alpha: 0.25, backend: openCpu() }).dataSync();
 * // Three paths cost the same, and two of them visit a cell beside the diagonal.
 * Math.abs(loss - (0.25 * -Math.log(3) + 0.75 * (2 / 3) * 0.25)) < 1e-6; // → true
 * ```
 */
export function dilateLoss(targets: Tensor, predictions: Tensor, options: DilateLossOptions = {}): Tensor {
  checkLossOptions(options, ['temperature', 'localCost', 'alpha', 'penalty']);
  const { temperature = 1, alpha = 0.5, penalty, ...settings } = options;
  const ofProblem = (problem: AlignmentProblem) =>
    withNames({ penalty: 'options.penalty' }, () => dilate(problem, { alpha, ...readPenalty(penalty, problem) }));
  return analysisLoss(ofProblem, softDtw(), { ...settings, temperature })(targets, predictions);
}

function readPenalty(penalty: DilateLossOptions['penalty'], problem: AlignmentProblem): { readonly penalty?: Numbers } {
  if (penalty === undefined) return {};
  if (typeof penalty === 'function') return { penalty: penalty(problem) };
  if (!isTensor(penalty)) return { penalty };
  const { batch, rows, columns } = problem;
  const sides = penalty.shape.join(', ');
  if (penalty.dtype !== 'float32' || (sides !== `${batch}, ${rows}, ${columns}` && sides !== `${rows}, ${columns}`)) {
    refuse('options.penalty', penalty, `a float32 tensor [${batch}, ${rows}, ${columns}] or [${rows}, ${columns}]`);
  }
  return { penalty: readFloats(penalty, 'options.penalty') };
}
