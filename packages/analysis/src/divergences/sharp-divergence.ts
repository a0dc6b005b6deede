import { sharpCost } from '../losses/sharp-cost.ts';
import type { DivergenceOptions, DivergenceResult } from './divergence.ts';
import { divergence } from './divergence.ts';
import type { SequenceBatch } from './sequence-batch.ts';

/**
 * The sharp soft-DTW divergence, `f(X, Y) - f(X, X)/2 - f(Y, Y)/2` with f the expected cost of a path, `soft-DTW + γ·entropy`.
 *
 * Symmetric, and 0 for equal sequences. It tends to the divergence of DTW as γ → 0 without the bias of the entropy, and to
 * `meanCostDivergence` as γ → ∞. Below 0 for some sequences of different lengths; no proof is known that it is at least 0 for equal ones.
 * Its gradient takes a Hessian product.
 * Source: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021, section 3.
 *
 * @param x [B, N, D] or [N, D], with lengths where the batch is ragged
 * @param y [B, M, D] or [M, D] likewise
 * @param options temperature, local cost, gradients, backend, abort signal
 * @throws InvalidArgumentError naming the first side, length or number that is wrong; what the backend throws
 *
 * @example
 * ```ts
 * import { sharpDivergence } from '@rubato/analysis';
 * const x = { data: Float64Array.of(0, 1, 2), shape: [3, 1] } as const;
 * const { values, gradient } = await sharpDivergence(x, x, { temperature: 0.5, gradient: true });
 * values[0]; // → 0
 * gradient!.x.length; // → 3
 * ```
 */
export function sharpDivergence(x: SequenceBatch, y: SequenceBatch, options: DivergenceOptions = {}): Promise<DivergenceResult> {
  return divergence(x, y, options, sharpCost);
}
