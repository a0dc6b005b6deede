import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { transpose } from '@tensorflow/tfjs-core';
import type { LossOptions } from './loss-options.ts';

/** Sides of a tensor with the batch first. */
export type BatchMajorShape = readonly [batch: number, time: number, numbers: number];

/** The shape that `batchMajor` gives: known before any kernel runs. */
export function batchMajorShape({ shape }: Tensor, { layout }: LossOptions): BatchMajorShape {
  const [first, second, last] = shape as [number, number, number];
  return layout === 'timeMajor' ? [second, first, last] : [first, second, last];
}

/** A tensor [batch, time, …] of one in whatever layout. */
export function batchMajor(tensor: Tensor, { layout }: LossOptions): Tensor3D {
  return (layout === 'timeMajor' ? transpose(tensor, [1, 0, 2]) : tensor) as Tensor3D;
}
