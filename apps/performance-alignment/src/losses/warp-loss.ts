import { decDtw } from '@rubato/tfjs';
import type { Scalar, Tensor3D } from '@tensorflow/tfjs-core';
import { abs, mean, minimum, mul, square, sub, tensor2d } from '@tensorflow/tfjs-core';
import type { WarpSettings } from '../alignment/warp-problem.ts';
import type { Slice } from '../data/slice.ts';
import { truthAtFrames } from './truth-at-frames.ts';

/**
 * How a warp's distance from the truth counts: by its square as in TimeDev, by its magnitude as in TimeErr, or (`huber`) by its square up to
 * a frame and by its magnitude beyond.
 */
export type WarpLoss = 'squared' | 'absolute' | 'huber';

/**
 * DecDTW: the distance of the best continuous warp from the truth, mean over the frames of the score, in frames; or half its square,
 * or Huber's `min(|d|, 1)·(|d| - min(|d|, 1)/2)`.
 *
 * Source: Xu et al., ICLR 2023, section 7.1.
 */
export function warpLoss(
  batch: readonly Slice[],
  score: Tensor3D,
  performance: Tensor3D,
  { lambda, slopes, signalLoss, solver }: WarpSettings,
  kind: WarpLoss,
): Scalar {
  const { frames } = batch[0];
  const truth = tensor2d(Float32Array.from(batch.flatMap((slice) => [...truthAtFrames(slice)])), [batch.length, frames]);
  const warps = decDtw(performance, score, { lambda, slopes, signalLoss, solver });
  const distance = abs(sub(warps, truth));
  if (kind === 'absolute') return mean<Scalar>(distance);
  if (kind === 'squared') return mean<Scalar>(mul(square(distance), 0.5));
  const near = minimum(distance, 1);
  return mean<Scalar>(mul(near, sub(distance, mul(near, 0.5))));
}
