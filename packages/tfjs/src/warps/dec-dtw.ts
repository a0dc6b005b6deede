import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { warpsOf } from './warp-answer.ts';
import { readWarpBatch } from './warp-batch.ts';
import type { TensorWarpOptions } from './warp-options.ts';
import { warpOperation } from './warp-operation.ts';

/**
 * DecDTW: the warps φ that make x(φ(t)) look like y(t), as a tensor that gradients flow through.
 *
 * ```text
 * φ = argmin Σ_k w_k·L(x(φ_k) - y(t_k)) + Σ_k λ_k·R((φ_{k+1} - φ_k)/Δt_k - expectedSlope)·Δt_k,  φ within slopes and band
 * ```
 *
 * w are the weights of the trapezoidal rule at y's times t_k, Δt_k = t_{k+1} - t_k; L is `signalLoss`, R `warpPenalty`: by default the sum
 * of squares, and the square.
 *
 * Solved on the host in float64 by `@rubato/gdtw`, once: the gradient takes the warp that the value took. There are gradients by x and y,
 * and by every option that is given as a tensor: λ, times, slopes, band, expected slope; what comes from above is honoured in full. Items
 * that have no derivative get that of one side, and `onGradient` is told. Tensors that were computed on tfjs-webgpu are refused, since
 * they cannot be read at once: {@link decDtwAsync} takes them. Second derivatives are refused.
 * Source: Xu, Garg, Milford & Gould, "Deep declarative dynamic time warping for end-to-end learning of alignment paths", ICLR 2023.
 *
 * @param x [B, n, d], the features that are warped
 * @param y [B, m, d], the features that they are compared with
 * @param options λ, lengths, times, constraints, losses, knots
 * @returns [B, K], in x's time units, at y's observation times or at `knots` evenly spaced ones; 0 past an item's last knot
 * @throws InvalidArgumentError naming the first number, length or side that is wrong; InfeasibleItemError by item, constraint and knot
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import '@tensorflow/tfjs-layers'; // registers gradients
 * import * as tf from '@tensorflow/tfjs-core';
 * import { decDtw } from '@rubato/tfjs';
 * const x = tf.tensor3d([0, 0, 1, 0, 0], [1, 5, 1]);
 * const y = tf.tensor3d([0, 1, 0, 0], [1, 4, 1]);
 * const peak = (features: tf.Tensor) => tf.slice(decDtw(features, y, { lambda: 0.01 }), [0, 1], [1, 1]);
 * Math.abs(peak(x).dataSync()[0] - 2) < 0.1; // → true
 * tf.grad(peak)(x).shape; // → [1, 5, 1]
 * ```
 */
export function decDtw(x: Tensor, y: Tensor, options: TensorWarpOptions): Tensor2D {
  const batch = readWarpBatch(x, y, options, []);
  return warpOperation(batch, warpsOf(batch), options) as Tensor2D;
}
