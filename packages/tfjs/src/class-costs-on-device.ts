import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { equal, exp, greater, logSoftmax, mul, neg, scalar, sub, sum, where } from '@tensorflow/tfjs-core';
import type { ClassInput } from './log-softmax.ts';
import { withoutPadding } from './padding.ts';

/**
 * Costs -log p(class | frame) of predictions [B, N, K] by tfjs's kernels, 0 past an item's length. Beyond the largest cost that the
 * alignment takes a class is forbidden: masked logits are.
 */
export function classCostsOnDevice(predictions: Tensor3D, lengths: Int32Array, input: ClassInput, largest: number): Tensor {
  const used = withoutPadding(predictions, lengths);
  const costs = neg(input === 'logits' ? logSoftmax(used as Tensor) : used);
  return where(greater(costs, largest), scalar(Infinity), costs);
}

/**
 * The gradient by the predictions from that by their costs: by log-probabilities it is -g, by logits -g + p·Σg of each frame. Frames
 * without a gradient are left alone: their costs may be no numbers.
 */
export function throughClassCostsOnDevice(gradient: Tensor, costs: Tensor, input: ClassInput): Tensor {
  const byLogProbabilities = sub(0, gradient);
  if (input === 'logProbabilities') return byLogProbabilities;
  const total = sum(gradient, 2, true);
  return where(equal(total, 0), byLogProbabilities, sub(mul(exp(neg(costs)), total), gradient));
}
