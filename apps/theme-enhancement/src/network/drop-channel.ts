import type { Tensor } from '@tensorflow/tfjs-core';
import { serialization, squeeze } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { oneTensor } from './one-tensor.ts';

/** A single channel as none: [B, T, F, 1] → [B, T, F]. tfjs's own reshaping wants to know T. */
export class DropChannel extends layers.Layer {
  static readonly className: string = 'DropChannel';

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape.slice(0, 3);
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return squeeze(oneTensor(inputs), [3]);
  }
}

serialization.registerClass(DropChannel);
