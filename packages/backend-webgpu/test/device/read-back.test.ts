import { DeviceLostError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { live } from '../../src/device/buffers.ts';
import { readBack } from '../../src/device/read-back.ts';
import { absent, onDevice, STORAGE } from './support/on-device.ts';

describe.skipIf(absent !== undefined)('readBack', () => {
  it.each([undefined, 4, 8, 13, 64])('reads parts through staging buffers of %s bytes, and gives them back', (largest) =>
    onDevice(async ({ gpu, scope }) => {
      const first = scope.upload(
        'first',
        Uint8Array.from({ length: 40 }, (_, index) => index),
        STORAGE,
      );
      const second = scope.upload('second', Uint8Array.of(90, 91, 92, 93, 94, 95), STORAGE);
      const before = { ...live };
      const parts = [
        { buffer: first, byte: 4, bytes: 13 },
        { buffer: second, byte: 0, bytes: 6 },
        { buffer: second, byte: 4, bytes: 0 },
        { buffer: first, byte: 36, bytes: 4 },
      ];
      const answers = await readBack(gpu, scope, parts, largest);
      expect(answers.map((answer) => [...new Uint8Array(answer)])).toEqual([
        [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        [90, 91, 92, 93, 94, 95],
        [],
        [36, 37, 38, 39],
      ]);
      expect(live).toEqual(before);
    }),
  );

  it('reads nothing where nothing is asked for', () =>
    onDevice(async ({ gpu, scope }) => expect(await readBack(gpu, scope, [])).toEqual([])));

  it('names a part that begins inside a word', () =>
    onDevice(async ({ gpu, scope }) => {
      const buffer = scope.create('numbers', 16, STORAGE);
      await expect(readBack(gpu, scope, [{ buffer, byte: 2, bytes: 4 }])).rejects.toThrow("'rubato numbers' begins at byte 2");
    }));

  it('answers a device lost meanwhile, or before, with a typed error, and holds nothing', () =>
    onDevice(async ({ gpu, scope }) => {
      const buffer = scope.create('numbers', 16, STORAGE);
      const before = { ...live };
      const reading = readBack(gpu, scope, [{ buffer, byte: 0, bytes: 16 }]);
      gpu.device.destroy();
      await expect(reading).rejects.toBeInstanceOf(DeviceLostError);
      await expect(readBack(gpu, scope, [{ buffer, byte: 0, bytes: 16 }])).rejects.toMatchObject({
        backend: 'webgpu',
        reason: expect.stringMatching(/^it was destroyed/),
      });
      expect(live).toEqual(before);
    }));
});
