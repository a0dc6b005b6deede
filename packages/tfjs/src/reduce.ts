import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { div, isInf, maximum, mean, sum, tensor1d, where, zerosLike } from '@tensorflow/tfjs-core';
import { checkWord } from './check.ts';
import type { LossOptions } from './loss-options.ts';

/** Refuses options that say wrongly how losses become one. */
export function checkReduction({ reduction = 'mean', zeroInfinity = false, layout = 'batchMajor' }: LossOptions): void {
  checkWord('options.reduction', reduction, ['none', 'mean', 'sum', 'meanByTargetLength']);
  checkWord('options.zeroInfinity', zeroInfinity, [false, true] as never);
  checkWord('options.layout', layout, ['batchMajor', 'timeMajor']);
}

/** The losses [B] of a batch as the options want them: a scalar, or [B]. */
export function reduceLosses(
  losses: Tensor1D,
  targetLengths: Int32Array,
  { reduction = 'mean', zeroInfinity = false }: LossOptions,
): Tensor {
  const finite = zeroInfinity ? where(isInf(losses), zerosLike(losses), losses) : losses;
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
