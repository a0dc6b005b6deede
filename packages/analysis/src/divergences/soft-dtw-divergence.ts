import { alignmentValue } from '../losses/alignment-value.ts';
import type { DivergenceOptions, DivergenceResult } from './divergence.ts';
import { divergence } from './divergence.ts';
import type { SequenceBatch } from './sequence-batch.ts';

/**
 * The soft-DTW divergence of sequences, `f(X, Y) - f(X, X)/2 - f(Y, Y)/2` with soft-DTW f, with gradients by both.
 *
 * Symmetric, and 0 for equal sequences, which soft-DTW is not. It is proven to be at least 0 where `k = exp(-cost/γ)` is a kernel for which
 * `k/(1 + k)` is positive definite, such as the squared Euclidean cost plus `γ ln(2 - exp(-cost/γ))`; for the squared Euclidean cost itself
 * that is open. Computed in float64.
 * Sources: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021; Cuturi et al., "A kernel for time series
 * based on global alignments", ICASSP 2007 (positive definite kernels).
 *
 * @param x [B, N, D] or [N, D], with lengths where the batch is ragged
 * @param y [B, M, D] or [M, D] likewise
 * @param options temperature, local cost, gradients, backend, abort signal
 * @throws InvalidArgumentError naming the first side, length or number that is wrong; what the backend throws
 *
 * @example
 * ```ts
 * import { softDtwDivergence } from '@rubato/analysis';
 * const x = { data: Float64Array.of(0, 1, 2), shape: [3, 1] } as const;
 * const y = { data: Float64Array.of(0, 2), shape: [2, 1] } as const;
 * (await softDtwDivergence(x, x)).values[0]; // → 0
 * (await softDtwDivergence(x, y)).values[0] > 0; // → true
 * ```
 */
export function softDtwDivergence(x: SequenceBatch, y: SequenceBatch, options: DivergenceOptions = {}): Promise<DivergenceResult> {
  return divergence(x, y, options, alignmentValue);
}
