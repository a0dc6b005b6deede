import { DeviceMemoryError } from '@rubato/core';
import { checkAlive, lossOr } from './device-loss.ts';
import type { Gpu } from './open-device.ts';

/** Work done, and what the device says of it later. */
export interface Guarded<T> {
  readonly result: T;
  /** Await it: rejects with the first error of the work. */
  readonly errors: Promise<void>;
}

/**
 * Runs `work`, synchronous, with scopes around it that catch what goes wrong on the device. `errors` rejects with a
 * `DeviceMemoryError` where memory ran out, a `DeviceLostError` where the device is lost, else with an `Error` that names `label`.
 *
 * @throws DeviceLostError where the device is lost already; whatever `work` throws
 */
export function guarded<T>(gpu: Gpu, work: () => T, label: string = 'work on the device'): Guarded<T> {
  checkAlive(gpu);
  const { device } = gpu;
  device.pushErrorScope('internal');
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let scopes: Promise<GPUError | null>[] = [];
  let result: T;
  try {
    result = work();
  } finally {
    scopes = [device.popErrorScope(), device.popErrorScope(), device.popErrorScope()];
    // Where `work` throws, nobody waits for these.
    for (const scope of scopes) scope.catch(() => undefined);
  }
  const errors = judge(gpu, label, scopes);
  // The caller waits for them later, after other work: until then a rejection is not one that nobody handles.
  errors.catch(() => undefined);
  return { result, errors };
}

async function judge(gpu: Gpu, label: string, scopes: readonly Promise<GPUError | null>[]): Promise<void> {
  let found: (GPUError | null)[];
  try {
    found = await Promise.all(scopes);
  } catch (error) {
    throw await lossOr(gpu, error);
  }
  const [memory, validation, internal] = found;
  // What was to stand in memory is invalid then: validation errors follow from it.
  if (memory !== null) throw new DeviceMemoryError('webgpu', `${label}: ${memory.message}`);
  const other = validation ?? internal;
  if (other !== null) throw new Error(`${label}: ${other.message}`);
  checkAlive(gpu);
}
