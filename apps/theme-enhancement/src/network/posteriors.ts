import type { Tensor3D } from '@tensorflow/tfjs-core';
import { slice, softmax, tidy } from '@tensorflow/tfjs-core';

/** Posteriors of the classes and the blank, from logits [B, T, K + 1]: their softmax. */
export function posteriorsWithBlank(logits: Tensor3D): Tensor3D {
  return softmax(logits);
}

/** Posteriors of the classes alone, [B, T, K] from logits [B, T, K + 1]: the softmax of all but the last. */
export function posteriorsWithoutBlank(logits: Tensor3D): Tensor3D {
  return tidy(() => softmax(slice(logits, [0, 0, 0], [-1, -1, logits.shape[2] - 1])));
}
