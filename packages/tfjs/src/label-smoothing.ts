import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  add,
  div,
  isFinite,
  isInf,
  log,
  logSoftmax,
  mul,
  neg,
  onesLike,
  relu,
  reshape,
  sub,
  sum,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ClassInput } from './log-softmax.ts';
import { insideLengths, withoutPadding } from './padding.ts';
import { withoutInfinities } from './reduce.ts';

/** What smoothing needs to know beside losses and predictions. */
export interface LabelSmoothing {
  readonly lengths: Int32Array;
  readonly input: ClassInput;
  /** ε. */
  readonly labelSmoothing: number;
  readonly zeroInfinity: boolean;
}

/**
 * `(1 - ε)·losses + ε·Σ_n KL(uniform ‖ p_n)` over each item's frames, with `KL(uniform ‖ p) = -log K - (1/K)·Σ_k log p_k ≥ 0` over the K
 * classes that a frame does not rule out. An item without a path has none of it: its loss is `Infinity`, or 0, and its gradient 0.
 */
export function smoothLabels(
  losses: Tensor1D,
  predictions: Tensor3D,
  { lengths, input, labelSmoothing, zeroInfinity }: LabelSmoothing,
): Tensor1D {
  const unsolved = isInf(losses);
  const inside = withoutPadding(predictions, lengths);
  // Before anything is computed: what is left out must reach no derivative.
  const used = where(reshape(unsolved, [-1, 1, 1]), zerosLike(inside), inside);
  const logProbabilities = input === 'logits' ? logSoftmax(used as Tensor) : (used as Tensor);
  const allowed = isFinite(logProbabilities);
  const none = zerosLike(logProbabilities);
  const classes = sum(where(allowed, onesLike(none), none), 2);
  const mean = div(sum(where(allowed, logProbabilities, none), 2), classes);
  const divergence = relu(sub(neg(mean), log(classes)));
  const inFrames = where(insideLengths(predictions.shape[1], lengths), divergence, zerosLike(divergence));
  const ofItems = sum<Tensor1D>(inFrames, 1);
  const alignment = zeroInfinity ? withoutInfinities(losses) : losses;
  return add(mul(alignment, 1 - labelSmoothing), mul(where(unsolved, zerosLike(ofItems), ofItems), labelSmoothing));
}
