import type { OpenOptions } from '@rubato/core';
import type { Gpu } from '../../src/device/open-device.ts';
import type { Tiles } from '../../src/lattice/tiles.ts';
import { WebGpuBackend } from '../../src/webgpu-backend.ts';
import { open } from '../device/support/on-device.ts';

export { absent } from '../device/support/on-device.ts';

/** How a backend is opened for a test. */
export interface Opened extends OpenOptions {
  readonly tiles?: Tiles;
  /** A device to be used, not disposed of; default a new one. */
  readonly on?: Gpu;
}

/** Runs `work` on a backend, which goes when the work is done. */
export async function withBackend<T>(
  { tiles, on, ...options }: Opened,
  work: (backend: WebGpuBackend, gpu: Gpu) => Promise<T>,
): Promise<T> {
  const gpu = on ?? (await open());
  const backend = new WebGpuBackend(on === undefined ? gpu : { ...on, dispose: () => undefined }, options, tiles);
  try {
    return await work(backend, gpu);
  } finally {
    await backend.dispose();
  }
}

/** A device whose parts are those of another, but for some. */
function withParts(gpu: Gpu, parts: Partial<GPUDevice>): Gpu {
  const device = new Proxy(gpu.device, {
    get(target, name) {
      if (name in parts) return parts[name as keyof GPUDevice];
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { ...gpu, device };
}

/** A device that allows buffers and bindings of at most so many bytes, and refuses larger ones. */
export function limitedTo(gpu: Gpu, bytes: number): Gpu {
  const { device } = gpu;
  const limits = new Proxy(device.limits, {
    get: (target, name) =>
      name === 'maxBufferSize' || name === 'maxStorageBufferBindingSize' ? bytes : (Reflect.get(target, name, target) as unknown),
  });
  const createBuffer: GPUDevice['createBuffer'] = (descriptor) => {
    if (descriptor.size > bytes) throw new Error(`a buffer of ${descriptor.size} bytes, beyond the limit of ${bytes}`);
    return device.createBuffer(descriptor);
  };
  return withParts(gpu, { limits, createBuffer });
}

/** Counts the bytes of buffers that stand on a device. */
export interface Counted {
  readonly gpu: Gpu;
  bytes: number;
  /** The most that stood at once. */
  peak: number;
}

/** A device that counts what is made on it and destroyed, apart from what the package counts itself. */
export function counted(gpu: Gpu): Counted {
  const createBuffer: GPUDevice['createBuffer'] = (descriptor) => {
    const buffer = gpu.device.createBuffer(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    counter.bytes += buffer.size;
    counter.peak = Math.max(counter.peak, counter.bytes);
    let stands = true;
    buffer.destroy = () => {
      if (stands) counter.bytes -= buffer.size;
      stands = false;
      destroy();
    };
    return buffer;
  };
  const counter: Counted = { gpu: withParts(gpu, { createBuffer }), bytes: 0, peak: 0 };
  return counter;
}
