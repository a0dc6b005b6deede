import type { WarpOptions, WarpProblem } from '@rubato/gdtw';
import { createSignal, createWarpProblem } from '@rubato/gdtw';
import type { FeaturePair } from './align.ts';

/** What a continuous warp is, beside the features. */
export interface WarpSettings {
  readonly lambda: number;
  /** Of the warp: frames of the performance per frame of the score. */
  readonly slopes: { readonly lower: number; readonly upper: number };
  readonly signalLoss: 'squared' | 'absolute';
  readonly solver: Omit<WarpOptions, 'polish'>;
}

/** The performance warped towards the score; one knot a frame of the score, time in frames. */
export function warpProblem({ score, performance, dimension }: FeaturePair, settings: WarpSettings): WarpProblem {
  const { lambda, slopes, signalLoss } = settings;
  return createWarpProblem({
    x: createSignal(performance, { channels: dimension }),
    y: createSignal(score, { channels: dimension }),
    lambda,
    slopes,
    signalLoss,
  });
}
