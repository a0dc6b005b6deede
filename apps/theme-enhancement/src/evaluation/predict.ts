import type { Tensor3D } from '@tensorflow/tfjs-core';
import { slice, softmax, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DataSet, Example } from '../data/example.ts';
import { PITCH_CLASSES } from '../shared-data/theme.ts';
import { batchInputs } from '../training/batches.ts';

/** What a network says of one example, frame by frame. */
export interface Prediction {
  readonly frames: number;
  /** [N, 12]: probabilities of the pitch classes alone. */
  readonly classes: Float32Array;
  /** [N, 13]: the same with the blank, the last. */
  readonly withBlank: Float32Array;
}

/** The posteriors of one example, alone in its batch. */
export function predict(model: LayersModel, data: DataSet, example: Example): Prediction {
  return tidy(() => {
    const logits = model.apply(batchInputs([example], data.frameShape)) as Tensor3D;
    const classes = slice(logits, [0, 0, 0], [1, example.frames, PITCH_CLASSES]);
    const probabilities = (of: Tensor3D): Float32Array => softmax(of).dataSync() as Float32Array;
    return { frames: example.frames, classes: probabilities(classes), withBlank: probabilities(logits) };
  });
}
