import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { transpose } from '@tensorflow/tfjs-core';
import type { LossOptions } from './loss-options.ts';

/** A tensor [batch, time, …] of one in whatever layout. */
export function batchMajor(tensor: Tensor, { layout }: LossOptions): Tensor3D {
  return (layout === 'timeMajor' ? transpose(tensor, [1, 0, 2]) : tensor) as Tensor3D;
}
