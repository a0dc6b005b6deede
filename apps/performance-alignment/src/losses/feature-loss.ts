import type { OpenedWasm } from '@rubato/backend-wasm';
import { softDtwLoss } from '@rubato/tfjs';
import type { Scalar } from '@tensorflow/tfjs-core';
import { add, mul } from '@tensorflow/tfjs-core';
import type { WarpSettings } from '../alignment/warp-problem.ts';
import type { FeatureLoss } from '../training/training.ts';
import { alongTruthLoss } from './along-truth.ts';
import type { DilateSettings } from './dilate-loss.ts';
import { dilateLoss } from './dilate-loss.ts';
import type { TrainedMethod } from './method.ts';
import type { WarpLoss } from './warp-loss.ts';
import { warpLoss } from './warp-loss.ts';

/** What the losses are told. */
export interface LossSettings {
  /** γ of the Soft-DTW loss. */
  readonly temperature: number;
  readonly dilate: DilateSettings;
  readonly warp: WarpSettings;
  readonly warpLoss: WarpLoss;
  /** β: how much of Along GT is added to DecDTW's loss. */
  readonly alongTruth: number;
}

/** The loss that a method trains by. */
export function featureLoss(method: TrainedMethod, settings: LossSettings, backend: OpenedWasm): FeatureLoss {
  const { temperature, dilate, warp, warpLoss: kind, alongTruth } = settings;
  switch (method) {
    case 'Soft-DTW':
      return (batch, score, performance) => mul<Scalar>(softDtwLoss(performance, score, { temperature, backend }), 1 / batch[0].frames);
    case 'Along GT':
      return alongTruthLoss;
    case 'DILATE':
      return (batch, score, performance) => dilateLoss(batch, score, performance, dilate);
    case 'DecDTW':
      return (batch, score, performance) => {
        const distance = warpLoss(batch, score, performance, warp, kind);
        return alongTruth === 0 ? distance : add(distance, mul(alongTruthLoss(batch, score, performance), alongTruth));
      };
  }
}
