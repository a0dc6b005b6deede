import type { OpenedWasm } from '@rubato/backend-wasm';
import { normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import type { Scalar, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { add, customGrad, matMul, mul, scalar, square, sub, sum, tensor3d, transpose } from '@tensorflow/tfjs-core';
import type { Slice } from '../data/slice.ts';
import { truthAtFrames } from './truth-at-frames.ts';

export interface DilateSettings {
  /** α: the share of soft-DTW's value in the loss. */
  readonly alpha: number;
  /** γ of soft-DTW, in units of squared distances of features of norm 1. */
  readonly temperature: number;
}

/** How far the costs are moved for the derivative, in units of γ: paths of 511 cells change their weights by half a percent at most. */
const STEP = 1e-5;

/**
 * DILATE with the truth for penalty: `1/T·(α·sdtw + (1 - α)·Σ E(n, m)·|m - φ_gt(n)|)`, E the soft alignment; mean over the batch.
 *
 * The derivative of the second sum by the costs is a Hessian product, which tfjs-wasm's companion has no kernel for: it is the central
 * difference `(E(C + hΩ) - E(C - hΩ))/2h` of float64 solves, right to some 5 digits. Sources: Le Guen & Thome, NeurIPS 2019; the penalty is
 * that of Xu et al., ICLR 2023, section A.4, in frames.
 */
export function dilateLoss(
  batch: readonly Slice[],
  score: Tensor3D,
  performance: Tensor3D,
  settings: DilateSettings,
  backend: OpenedWasm,
): Scalar {
  const penalty = truthPenalty(batch);
  const operation = customGrad((...parts) => {
    const costs = parts[0] as Tensor3D;
    const { value, gradient } = dilateOfCosts(Float64Array.from(costs.dataSync()), penalty, costs.shape, settings, backend);
    return { value: scalar(value), gradFunc: (upstream: Tensor) => [mul(tensor3d(Float32Array.from(gradient), costs.shape), upstream)] };
  });
  return operation(squaredDistances(score, performance)) as Scalar;
}

/** Ω of a batch, `[B, T, T]`: how far each frame of the performance is from where the truth sends the frame of the score. */
export function truthPenalty(batch: readonly Slice[]): Float64Array {
  const { frames } = batch[0];
  const penalty = new Float64Array(batch.length * frames * frames);
  batch.forEach((slice, b) => {
    truthAtFrames(slice).forEach((time, n) => {
      for (let m = 0; m < frames; m++) penalty[(b * frames + n) * frames + m] = Math.abs(m - time);
    });
  });
  return penalty;
}

/** The loss of costs `[B, T, T]`, and its gradient by them. */
export function dilateOfCosts(
  costs: Float64Array,
  penalty: Float64Array,
  shape: readonly [number, number, number],
  { alpha, temperature }: DilateSettings,
  backend: OpenedWasm,
): { readonly value: number; readonly gradient: Float64Array } {
  const scale = 1 / (shape[0] * shape[1]);
  const solveAt = (data: Float64Array): { readonly values: ArrayLike<number>; readonly soft: ArrayLike<number> } => {
    const problem = normaliseProblem({ ...softDtw({ temperature }), cost: { kind: 'dense', data, shape } });
    const { values, softAlignment } = backend.solveSync(problem, { softAlignment: true });
    return { values, soft: softAlignment!.data };
  };
  const { values, soft } = solveAt(costs);
  const step = (STEP * temperature) / penalty.reduce((most, value) => Math.max(most, value), 1);
  const above = solveAt(costs.map((cost, k) => cost + step * penalty[k])).soft;
  const below = solveAt(costs.map((cost, k) => cost - step * penalty[k])).soft;
  let value = 0;
  for (let b = 0; b < shape[0]; b++) value += alpha * values[b];
  const gradient = costs.map((_, k) => {
    value += (1 - alpha) * soft[k] * penalty[k];
    return scale * (alpha * soft[k] + ((1 - alpha) * (above[k] - below[k])) / (2 * step));
  });
  return { value: scale * value, gradient };
}

/** `|x_n - y_m|²`, [B, N, M]. */
function squaredDistances(x: Tensor3D, y: Tensor3D): Tensor3D {
  const products = matMul(x, y, false, true);
  const norms = add(sum(square(x), 2, true), transpose(sum(square(y), 2, true), [0, 2, 1]));
  return sub(norms, mul(products, 2));
}
