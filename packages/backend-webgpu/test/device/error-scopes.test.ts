import { DeviceLostError, DeviceMemoryError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { guarded } from '../../src/device/error-scopes.ts';
import { BufferUsage } from '../../src/device/flags.ts';
import type { Gpu } from '../../src/device/open-device.ts';
import { wrong } from './support/kernels.ts';
import { absent, onDevice } from './support/on-device.ts';

/** A device whose error scopes say what they are told to, by filter. */
const saying = (messages: Partial<Record<GPUErrorFilter, string>>): Gpu => {
  const open: GPUErrorFilter[] = [];
  const device = {
    pushErrorScope: (filter: GPUErrorFilter) => open.push(filter),
    popErrorScope: () => {
      const message = messages[open.pop()!];
      return Promise.resolve(message === undefined ? null : { message });
    },
  };
  return { device, lostReason: () => undefined } as unknown as Gpu;
};

describe('guarded', () => {
  it('tells the first cause: memory, then what is invalid, then the inside of the device', async () => {
    const all = { 'out-of-memory': 'no room', validation: 'no buffer', internal: 'no luck' };
    const errorsOf = (messages: Partial<Record<GPUErrorFilter, string>>) => guarded(saying(messages), () => 1, 'solving').errors;
    await expect(errorsOf(all)).rejects.toEqual(new DeviceMemoryError('webgpu', 'solving: no room'));
    await expect(errorsOf({ ...all, 'out-of-memory': undefined as never })).rejects.toThrow(/^solving: no buffer$/);
    await expect(errorsOf({ internal: 'no luck' })).rejects.toThrow(/^solving: no luck$/);
    await expect(errorsOf({})).resolves.toBeUndefined();
  });
});

describe.skipIf(absent !== undefined)('guarded, on a device', () => {
  it('answers what the work answers', () =>
    onDevice(async ({ gpu }) => {
      const { result, errors } = guarded(gpu, () => 7);
      expect(result).toBe(7);
      await errors;
    }));

  it('catches invalid calls, and names the work', () =>
    onDevice(async ({ gpu, cache }) => {
      const { errors } = guarded(
        gpu,
        () => gpu.device.createBuffer({ size: 16, usage: BufferUsage.MAP_READ | BufferUsage.STORAGE }),
        'reading',
      );
      await expect(errors).rejects.toThrow(/^reading: /);
      await expect(guarded(gpu, () => cache.get(wrong), 'compiling').errors).rejects.toThrow(/^compiling: /);
      await guarded(gpu, () => undefined).errors;
    }));

  it('closes its scopes when the work throws', () =>
    onDevice(async ({ gpu }) => {
      const work = () => {
        throw new Error('ours');
      };
      expect(() => guarded(gpu, work)).toThrow('ours');
      gpu.device.pushErrorScope('validation');
      expect(await gpu.device.popErrorScope()).toBeNull();
      // No scope is open but ours was: the next pop has none.
      await expect(gpu.device.popErrorScope()).rejects.toMatchObject({ name: 'OperationError' });
    }));

  it('answers a lost device with a typed error', () =>
    onDevice(async ({ gpu }) => {
      const { errors } = guarded(gpu, () => gpu.device.destroy());
      await expect(errors).rejects.toBeInstanceOf(DeviceLostError);
      await gpu.device.lost;
      expect(() => guarded(gpu, () => 1)).toThrow(DeviceLostError);
      expect(() => guarded(gpu, () => 1)).toThrow(/^backend webgpu has lost its device: it was destroyed.*; open it again$/s);
    }));
});
