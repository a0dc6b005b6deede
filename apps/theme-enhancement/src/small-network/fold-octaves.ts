import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { PITCH_CLASSES } from '../shared-data/theme.ts';

/**
 * Scores of pitches to logits of pitch classes: [B, N, 12·octaves, 1] becomes [B, N, 12], log Σ_octave exp(score). A softmax over the
 * classes is then a softmax over all pitches, summed over octaves.
 */
export class FoldOctaves extends layers.layers.Layer {
  static readonly className = 'FoldOctaves';

  constructor() {
    super({});
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch, frames] = inputShape as layers.Shape;
    return [batch, frames, PITCH_CLASSES];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const scores = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor4D;
      const [batch, frames, pitches] = scores.shape;
      const byOctave = tf.reshape(scores, [batch, frames, pitches / PITCH_CLASSES, PITCH_CLASSES]);
      return tf.logSumExp(byOctave, 2);
    });
  }
}
