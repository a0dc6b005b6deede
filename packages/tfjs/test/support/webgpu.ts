import { openWebGpu } from '@rubato/backend-webgpu';
import type { Backend } from '@rubato/core';
import { isUnavailable } from '@rubato/core';
import { tf } from './tf.ts';

/** Sets tfjs's WebGPU backend. A browser without WebGPU is an error: nothing is tested elsewhere instead. */
export async function useWebGpu(): Promise<GPUDevice> {
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu')) || tf.getBackend() !== 'webgpu') throw new Error('tfjs has no WebGPU here');
  return (tf.backend() as unknown as { readonly device: GPUDevice }).device;
}

/** Opens a compute backend on tfjs's device. */
export async function openOn(device: GPUDevice): Promise<Backend> {
  const backend = await openWebGpu({ device });
  if (isUnavailable(backend)) throw new Error(backend.reason);
  return backend;
}
