import { DeviceLostError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { KernelSource } from '../../src/device/kernel-source.ts';
import { KernelCache } from '../../src/device/kernels.ts';
import type { Gpu } from '../../src/device/open-device.ts';
import { poke, scale, wrong } from './support/kernels.ts';
import { absent, onDevice } from './support/on-device.ts';

/** Counts the pipelines that a device compiles asynchronously. */
function countCompilations(gpu: Gpu): { count: number } {
  const counter = { count: 0 };
  const { device } = gpu;
  const compile = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => {
    counter.count++;
    return compile(descriptor);
  };
  return counter;
}

describe.skipIf(absent !== undefined)('KernelCache', () => {
  it('compiles a source once, by its text', () =>
    onDevice(async ({ cache }) => {
      const kernel = cache.get(scale);
      expect(kernel.source).toBe(scale);
      expect(cache.get(scale)).toBe(kernel);
      expect(cache.get({ ...scale })).toBe(kernel);
      expect(cache.get(poke(0))).not.toBe(kernel);
      expect(cache.size).toBe(2);
    }));

  it('prepares what is missing, each once though asked for twice at a time', () =>
    onDevice(async ({ gpu, cache }) => {
      const compilations = countCompilations(gpu);
      const here = cache.get(poke(0));
      await Promise.all([cache.prepare([scale, poke(0), poke(1)]), cache.prepare([poke(1), scale])]);
      await cache.prepare([scale, poke(1)]);
      expect([compilations.count, cache.size]).toEqual([2, 3]);
      expect(cache.get(poke(0))).toBe(here);
    }));

  it('tells what the compiler says, the line and its text, and compiles what is right after that', () =>
    onDevice(async ({ cache }) => {
      await expect(cache.prepare([wrong])).rejects.toThrow(/^the kernel 'wrong' does not compile: line 5: .+\n {2}answer\[0\] = 1\.5f;$/);
      await expect(cache.prepare([wrong])).rejects.toThrow('line 5');
      expect(cache.size).toBe(0);
      await cache.prepare([scale]);
      expect(cache.size).toBe(1);
    }));

  it('tells of bindings that do not fit the code', () =>
    onDevice(async ({ cache }) => {
      const odd: KernelSource = { ...poke(0), bindings: ['read'] };
      await expect(cache.prepare([odd])).rejects.toThrow(/^the kernel 'poke 0' does not compile: .*binding/s);
    }));

  it.each([scale, wrong])('answers a device lost meanwhile, or before, with a typed error: $label', (source) =>
    onDevice(async ({ gpu, cache }) => {
      const preparing = cache.prepare([source]);
      gpu.device.destroy();
      await expect(preparing).rejects.toBeInstanceOf(DeviceLostError);
      await expect(cache.prepare([source])).rejects.toBeInstanceOf(DeviceLostError);
      expect(cache.size).toBe(0);
    }),
  );

  it('forgets the kernel not used for longest', () =>
    onDevice(async ({ gpu }) => {
      const cache = new KernelCache(gpu, 2);
      const [zero, one] = [cache.get(poke(0)), cache.get(poke(1))];
      expect(cache.get(poke(0))).toBe(zero);
      await cache.prepare([poke(2)]);
      expect(cache.size).toBe(2);
      expect(cache.get(poke(0))).toBe(zero);
      expect(cache.get(poke(1))).not.toBe(one);
    }));
});
