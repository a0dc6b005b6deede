import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { add, logSoftmax, mean, mul, neg, relu, sub, sum, where, zerosLike } from '@tensorflow/tfjs-core';
import type { ClassInput } from './log-softmax.ts';
import { insideLengths, withoutPadding } from './padding.ts';

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
  const [, rows, classes] = predictions.shape;
  const used = withoutPadding(predictions, lengths);
  const logProbabilities = input === 'logits' ? logSoftmax(used as Tensor) : used;
  const divergence = relu(sub(neg(mean(logProbabilities, 2)), Math.log(classes)));
  const inFrames = where(insideLengths(rows, lengths), divergence, zerosLike(divergence));
  return add(mul(losses, 1 - labelSmoothing), mul(sum(inFrames, 1), labelSmoothing));
}
