import { computeLossSync, dilate } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
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

/** The Hessian product in DILATE's gradient has a kernel here, and none in WebAssembly. */
const backend = openCpu();

/**
 * DILATE with the truth for penalty: `1/T·(α·sdtw + (1 - α)·Σ E(n, m)·|m - φ_gt(n)|)`, E the soft alignment; mean over the batch.
 *
 * The solves are float64, and the gradient is exact. Sources: Le Guen & Thome, NeurIPS 2019; the penalty is that of Xu et al., ICLR 2023,
 * section A.4, in frames.
 */
export function dilateLoss(batch: readonly Slice[], score: Tensor3D, performance: Tensor3D, settings: DilateSettings): Scalar {
  const penalty = truthPenalty(batch);
  const operation = customGrad((...parts) => {
    const costs = parts[0] as Tensor3D;
    const { value, gradient } = dilateOfCosts(Float64Array.from(costs.dataSync()), penalty, costs.shape, settings);
    return { value: scalar(value), gradFunc: (upstream: Tensor) => [mul(tensor3d(Float32Array.from(gradient), costs.shape), upstream)] };
  });
  return operation(squaredDistances(score, performance)) as Scalar;
}

/** Ω of a batch, `[B, T, T]`: how far each frame of the performance is from where the truth sends the frame of the score. */
function truthPenalty(batch: readonly Slice[]): Float64Array {
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
function dilateOfCosts(
  costs: Float64Array,
  penalty: Float64Array,
  shape: readonly [number, number, number],
  { alpha, temperature }: DilateSettings,
): { readonly value: number; readonly gradient: ArrayLike<number> } {
  const [batch, frames] = shape;
  const share = 1 / (batch * frames);
  const problem = normaliseProblem({ ...softDtw({ temperature }), cost: { kind: 'dense', data: costs, shape } });
  const upstream = new Float64Array(batch).fill(share);
  const { values, gradient } = computeLossSync(dilate(problem, { alpha, penalty }), { backend, gradient: true, upstream });
  return { value: share * values.reduce((total, value) => total + value, 0), gradient: gradient!.data };
}

/** `|x_n - y_m|²`, [B, N, M]. */
function squaredDistances(x: Tensor3D, y: Tensor3D): Tensor3D {
  const products = matMul(x, y, false, true);
  const norms = add(sum(square(x), 2, true), transpose(sum(square(y), 2, true), [0, 2, 1]));
  return sub(norms, mul(products, 2));
}
