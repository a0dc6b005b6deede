import type { Tensor } from '@tensorflow/tfjs-core';
import { div, maximum, serialization, square, sum, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { oneTensor } from './one-tensor.ts';

/** Silence would be divided by 0. */
const LEAST_SQUARED_NORM = 1e-10;

/**
 * Divides the bins of each frame and harmonic by their squared Euclidean norm: `y[t, f, c] = x[t, f, c] / max(Σ_f x[t, f, c]², 1e-10)`.
 *
 * The square stands in the published networks; they were trained with it. Shapes [B, T, F, C], nothing is trained.
 */
export class SquaredNormNormalization extends layers.Layer {
  static readonly className: string = 'SquaredNormNormalization';

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = oneTensor(inputs);
      return div(x, maximum(sum(square(x), 2, true), LEAST_SQUARED_NORM));
    });
  }
}

serialization.registerClass(SquaredNormNormalization);
