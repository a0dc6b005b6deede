import { describe, expect, it } from 'vitest';
import { Encoder } from '../../src/device/encode.ts';
import { readBack } from '../../src/device/read-back.ts';
import { poke, scale } from './support/kernels.ts';
import { absent, type Bench, onDevice, STORAGE } from './support/on-device.ts';

async function words({ gpu, scope }: Bench, buffer: GPUBuffer): Promise<number[]> {
  const [answer] = await readBack(gpu, scope, [{ buffer, byte: 0, bytes: scope.contents(buffer) }]);
  return [...new Uint32Array(answer)];
}

describe.skipIf(absent !== undefined)('Encoder', () => {
  it('runs kernels in order, each with parameters of its own', () =>
    onDevice(async (bench) => {
      const { gpu, scope, cache } = bench;
      const [a, b] = [scope.upload('a', Uint32Array.of(1, 2, 3, 4), STORAGE), scope.create('b', 16, STORAGE)];
      const encoder = new Encoder(gpu, scope, cache, 'order');
      const parameters = Uint32Array.of(4, 1);
      for (const factor of [2, 3, 5]) {
        parameters[1] = factor;
        encoder.dispatch(scale, [a, b], parameters, [1]);
        parameters[1] = 1;
        encoder.dispatch(scale, [b, a], parameters, [1, 1, 1]);
      }
      encoder.submit();
      expect(await words(bench, a)).toEqual([30, 60, 90, 120]);
      expect(scope.bytes).toBe(16 + 16 + 6 * 256);
    }));

  it('submits again, with more parameters than before', () =>
    onDevice(async (bench) => {
      const { gpu, scope, cache } = bench;
      const [a, b] = [scope.upload('a', Uint32Array.of(1, 2, 3, 4), STORAGE), scope.create('b', 16, STORAGE)];
      const encoder = new Encoder(gpu, scope, cache, 'again');
      encoder.dispatch(scale, [a, b], Uint32Array.of(4, 10), [1]);
      encoder.submit();
      encoder.dispatch(scale, [b, a], Uint32Array.of(4, 10), [1]);
      encoder.submit();
      encoder.dispatch(scale, [a, b], Uint32Array.of(4, 3), [1]);
      encoder.dispatch(scale, [b, a], Uint32Array.of(3, 1), [1]);
      encoder.submit();
      encoder.submit();
      expect(await words(bench, a)).toEqual([300, 600, 900, 400]);
      expect(scope.bytes).toBe(16 + 16 + 2 * 256);
    }));

  it('copies and clears between dispatches', () =>
    onDevice(async (bench) => {
      const { gpu, scope, cache } = bench;
      const [a, b] = [scope.upload('a', Uint32Array.of(1, 2, 3, 4), STORAGE), scope.create('b', 16, STORAGE)];
      const encoder = new Encoder(gpu, scope, cache, 'copies');
      encoder.dispatch(scale, [a, b], Uint32Array.of(4, 7), [1]);
      encoder.copy(b, 8, a, 0, 8);
      encoder.copy(b, 8, a, 0, 0);
      encoder.clear(b);
      encoder.dispatch(scale, [a, b], Uint32Array.of(3, 1), [1]);
      encoder.submit();
      expect(await words(bench, b)).toEqual([21, 28, 3, 0]);
    }));

  it('refuses what does not fit', () =>
    onDevice(async ({ gpu, scope, cache }) => {
      const buffer = scope.create('a', 16, STORAGE);
      const encoder = new Encoder(gpu, scope, cache, 'refused');
      const one = Uint32Array.of(1, 1);
      const most = gpu.device.limits.maxComputeWorkgroupsPerDimension;
      expect(() => encoder.dispatch(scale, [buffer], one, [1])).toThrow(
        "internal error in the kernel 'scale': it binds 2 buffers and got 1",
      );
      expect(() => encoder.dispatch(scale, [buffer, buffer], undefined, [1])).toThrow('parameters belong to kernels that bind them');
      expect(() => encoder.dispatch(poke(0), [buffer], one, [1])).toThrow('parameters belong to kernels that bind them');
      expect(() => encoder.dispatch(scale, [buffer, buffer], new Uint32Array(65), [1])).toThrow('its parameters are 260 bytes');
      expect(() => encoder.dispatch(poke(0), [buffer], undefined, [1, most + 1])).toThrow(`workgroups 1 × ${most + 1}, at most ${most}`);
      expect(() => encoder.dispatch(poke(0), [buffer], undefined, [-1])).toThrow('workgroups -1');
      expect(() => encoder.dispatch(poke(0), [buffer], undefined, [0.5])).toThrow('workgroups 0.5');
    }));
});
