import { BufferScope } from '../../../src/device/buffers.ts';
import { BufferUsage } from '../../../src/device/flags.ts';
import { KernelCache } from '../../../src/device/kernels.ts';
import { type Gpu, openDevice } from '../../../src/device/open-device.ts';

export const STORAGE: number = BufferUsage.STORAGE | BufferUsage.COPY_SRC | BufferUsage.COPY_DST;

/** Whether a device must be there; in a page the tests of this folder are run where there is a browser, and it has one. */
const required = typeof process === 'undefined' || (process.env['REQUIRE_BACKENDS'] ?? '').split(',').includes('webgpu');

/** The reason why tests that need a device skip, or undefined. */
export const absent: string | undefined = await (async () => {
  const gpu = await openDevice(undefined);
  if (typeof gpu !== 'string') {
    gpu.dispose();
    return undefined;
  }
  if (required) throw new Error(`a WebGPU device is required: ${gpu}`);
  return gpu;
})();

export async function open(): Promise<Gpu> {
  const gpu = await openDevice(undefined);
  if (typeof gpu === 'string') throw new Error(gpu);
  return gpu;
}

export interface Bench {
  readonly gpu: Gpu;
  readonly scope: BufferScope;
  readonly cache: KernelCache;
}

/** Runs `work` on a device of its own, which goes when the work is done. */
export async function onDevice(work: (bench: Bench) => Promise<void>): Promise<void> {
  const gpu = await open();
  const scope = new BufferScope(gpu);
  try {
    await work({ gpu, scope, cache: new KernelCache(gpu) });
  } finally {
    scope.dispose();
    gpu.dispose();
  }
}
