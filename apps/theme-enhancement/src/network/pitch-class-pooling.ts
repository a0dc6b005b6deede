import type { Tensor } from '@tensorflow/tfjs-core';
import { reshape, serialization, sum, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { BINS, PITCH_CLASSES } from '../shared-data/theme.ts';
import { oneTensor } from './one-tensor.ts';

const BINS_PER_SEMITONE = 3;
const OCTAVES = BINS / (PITCH_CLASSES * BINS_PER_SEMITONE);

/**
 * Sums the bins of each pitch class over all octaves: [B, T, 216] → [B, T, 12], column 0 is C. Nothing is trained.
 *
 * The published networks do it in two convolutions with fixed kernels: three bins to a semitone, then octaves.
 */
export class PitchClassPooling extends layers.Layer {
  static readonly className: string = 'PitchClassPooling';

  override computeOutputShape(inputShape: number[]): number[] {
    return [...inputShape.slice(0, 2), PITCH_CLASSES];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = oneTensor(inputs);
      const [batch, frames] = x.shape;
      return sum(reshape(x, [batch, frames, OCTAVES, PITCH_CLASSES, BINS_PER_SEMITONE]), [2, 4]);
    });
  }
}

serialization.registerClass(PitchClassPooling);
