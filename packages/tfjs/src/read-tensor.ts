import type { Tensor } from '@tensorflow/tfjs-core';

/** The numbers of a tensor, on the host. They belong to the tensor: nobody writes into them. */
export function readTensor(tensor: Tensor): Float32Array | Int32Array {
  return tensor.dataSync() as Float32Array | Int32Array;
}

/** The numbers of a float32 tensor, on the host. */
export function readFloats(tensor: Tensor): Float32Array {
  return asFloats(readTensor(tensor));
}

/** The same without making anything wait. */
export async function readFloatsLater(tensor: Tensor): Promise<Float32Array> {
  return asFloats(await tensor.data<'float32'>());
}

/** Some tfjs backends hand out other arrays than they were asked for. */
function asFloats(numbers: Float32Array | Int32Array): Float32Array {
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
}
