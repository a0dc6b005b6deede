import { discrepancyGradient } from '@rubato/gdtw';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import { checkWord } from '../check.ts';
import type { Reduction } from '../loss-options.ts';
import { reductions } from '../loss-options.ts';
import { reduceLosses } from '../reduce.ts';
import { roundNumbers } from './round-numbers.ts';
import type { WarpAnswer } from './warp-answer.ts';
import { readWarpBatch } from './warp-batch.ts';
import type { TensorWarpOptions } from './warp-options.ts';
import { warpOperation } from './warp-operation.ts';

export interface GdtwLossOptions extends TensorWarpOptions {
  /** Default `'mean'`; `'meanByTargetLength'` divides by the number of y's observations. */
  readonly reduction?: Reduction;
}

/**
 * The GDTW discrepancy of x and y as a loss: the objective at the best warp.
 *
 * ```text
 * min_φ Σ_k w_k·L(x(φ_k) - y(t_k)) + Σ_k λ_k·R((φ_{k+1} - φ_k)/Δt_k - expectedSlope)·Δt_k,  φ within slopes and band
 * ```
 *
 * w are the weights of the trapezoidal rule at y's times t_k, Δt_k = t_{k+1} - t_k; L is `signalLoss`, R `warpPenalty`: by default the sum
 * of squares, and the square.
 *
 * By the envelope theorem its gradient is that of the objective with the warp held, bounds that hold the warp apart. It takes what
 * {@link decDtw} takes, has gradients by the same tensors, and is solved once, on the host, in float64.
 * Source: Deriso & Boyd, "A general optimization framework for dynamic time warping", 2019.
 *
 * @param x [B, n, d], the features that are warped
 * @param y [B, m, d], the features that they are compared with
 * @param options λ, lengths, times, constraints, losses, knots, reduction
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first number, length or side that is wrong, and the first item whose discrepancy float32 cannot
 * hold; InfeasibleItemError by item, constraint and knot
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { gdtwLoss } from '@rubato/tfjs';
 * const x = tf.tensor3d([0, 1, 0], [1, 3, 1]);
 * gdtwLoss(x, x, { lambda: 1 }).dataSync()[0]; // → 0
 * ```
 */
export function gdtwLoss(x: Tensor, y: Tensor, options: GdtwLossOptions): Tensor {
  const batch = readWarpBatch(x, y, options, ['reduction']);
  const { reduction = 'mean' } = options;
  checkWord('options.reduction', reduction, reductions);
  const answer: WarpAnswer = {
    shape: [batch.problems.length],
    counts: batch.knots.map(() => 1),
    values: ({ objective }, item) => roundNumbers([objective], () => ({ argument: 'x', index: [item], what: 'discrepancy' })),
    gradient: (problem, warp, [upstream]) => discrepancyGradient(problem, warp, upstream, batch.solver),
  };
  return tidy(() => reduceLosses(warpOperation(batch, answer, options) as Tensor1D, batch.yLengths, { reduction }));
}
