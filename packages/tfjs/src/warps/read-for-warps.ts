import type { Tensor } from '@tensorflow/tfjs-core';
import { readFloats } from '../read-tensor.ts';

/** Warps are solved on the host. tfjs-webgpu's synchronous read-back answers zeros on some machines: it is of no use. */
const ON_DEVICE = 'a tensor of another backend of tfjs, or what the host gave: on tfjs-webgpu nothing computed can be read at once';

/** The numbers of a float32 tensor. They belong to the tensor: nobody writes into them. */
export function readForWarps(tensor: Tensor, argument: string): Float32Array {
  return readFloats(tensor, argument, ON_DEVICE);
}
