import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  add,
  expandDims,
  less,
  logSoftmax,
  mean,
  mul,
  neg,
  range,
  relu,
  reshape,
  sub,
  sum,
  tensor2d,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ClassInput } from './log-softmax.ts';

/**
 * `(1 - ε)·losses + ε·Σ_n KL(uniform ‖ p_n)` over each item's frames, with `KL(uniform ‖ p) = -log K - (1/K)·Σ_k log p_k ≥ 0`.
 */
export function smoothLabels(
  losses: Tensor1D,
  predictions: Tensor3D,
  lengths: Int32Array,
  input: ClassInput,
  labelSmoothing: number,
): Tensor1D {
  const [batch, rows, classes] = predictions.shape;
  const inside = expandDims(less(expandDims(range(0, rows, 1, 'int32'), 0), tensor2d(lengths, [batch, 1], 'int32')), 2);
  // Replaced before anything is computed: what stands in the padding must not reach a derivative.
  const used = where(inside, predictions, zerosLike(predictions));
  const logProbabilities = input === 'logits' ? logSoftmax(used as Tensor) : used;
  const divergence = relu(sub(neg(mean(logProbabilities, 2)), Math.log(classes)));
  const inFrames = where(reshape(inside, [batch, rows]), divergence, zerosLike(divergence));
  return add(mul(losses, 1 - labelSmoothing), mul(sum(inFrames, 1), labelSmoothing));
}
