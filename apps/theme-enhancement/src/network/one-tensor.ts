import type { Tensor } from '@tensorflow/tfjs-core';

/** The input of a layer that has one: tfjs hands it over alone or in a list. */
export function oneTensor(inputs: Tensor | Tensor[]): Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}
