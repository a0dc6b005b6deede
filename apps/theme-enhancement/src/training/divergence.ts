import { mul, sum } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import type { ThemeLoss } from '../losses/theme-loss.ts';

/** The same loss, and NaN for logits that are not all finite, which weights give that have grown without bound. */
export function nanWhereDiverged(loss: ThemeLoss): ThemeLoss {
  return (batch, logits) => {
    if (logits.dataSync().every(Number.isFinite)) return loss(batch, logits);
    // Of the logits, for tfjs to have something to derive.
    return mul<Scalar>(sum(logits), Number.NaN);
  };
}
