import type { Tensor } from '@tensorflow/tfjs-core';
import { backend, getBackend } from '@tensorflow/tfjs-core';
import { checkStands, refuse } from './check.ts';

/** What to do about labels that are on a device. */
const LABELS_ON_DEVICE =
  'lists, or a tensor that holds what the host gave it: on tfjs-webgpu nothing computed can be read at once (model.fit slices targets on' +
  ' the device, fitDataset does not)';

/**
 * The numbers of a tensor, on the host. They belong to the tensor: nobody writes into them.
 *
 * @param onDevice what would be right where the numbers are on a WebGPU device
 * @throws InvalidArgumentError where the tensor was disposed of, and where its numbers are on a WebGPU device alone, from which nothing
 * can be read at once
 */
export function readTensor(tensor: Tensor, argument: string, onDevice: string = LABELS_ON_DEVICE): Float32Array | Int32Array {
  checkStands(argument, tensor);
  if (isOnDeviceAlone(tensor)) refuse(argument, tensor, onDevice);
  return tensor.dataSync() as Float32Array | Int32Array;
}

/** The same for float32. */
export function readFloats(tensor: Tensor, argument: string, onDevice?: string): Float32Array {
  return asFloats(readTensor(tensor, argument, onDevice));
}

/** The numbers of a float32 tensor, wherever they are, without making anything wait. */
export async function readFloatsLater(tensor: Tensor): Promise<Float32Array> {
  return asFloats(await tensor.data<'float32'>());
}

/** Some tfjs backends hand out other arrays than they were asked for. */
function asFloats(numbers: Float32Array | Int32Array): Float32Array {
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
}

/** What of tfjs's own WebGPU backend is used. */
interface TfjsOnWebGpu {
  readonly tensorMap: { get(dataId: object): { readonly values?: unknown } };
}

function isOnDeviceAlone({ dataId }: Tensor): boolean {
  if (getBackend() !== 'webgpu') return false;
  return ((backend() as unknown as TfjsOnWebGpu).tensorMap.get(dataId).values ?? undefined) === undefined;
}
