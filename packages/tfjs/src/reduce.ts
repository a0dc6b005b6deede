import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { div, isInf, maximum, mean, sum, tensor1d, where, zerosLike } from '@tensorflow/tfjs-core';
import type { LossOptions } from './loss-options.ts';

/** The losses [B] of a batch as the options want them: a scalar, or [B]. */
export function reduceLosses(
  losses: Tensor1D,
  targetLengths: Int32Array,
  { reduction = 'mean', zeroInfinity = false }: LossOptions,
): Tensor {
  const finite = zeroInfinity ? withoutInfinities(losses) : losses;
  switch (reduction) {
    case 'none':
      return finite;
    case 'mean':
      return mean(finite);
    case 'sum':
      return sum(finite);
    case 'meanByTargetLength':
      return mean(div(finite, maximum(tensor1d(Float32Array.from(targetLengths)), 1)));
  }
}

/** Losses with 0 in place of `Infinity`. */
export function withoutInfinities(losses: Tensor1D): Tensor1D {
  return where(isInf(losses), zerosLike(losses), losses);
}
