import { MemoryLimitError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { BufferScope, live } from '../../src/device/buffers.ts';
import { BufferUsage } from '../../src/device/flags.ts';
import { readBack } from '../../src/device/read-back.ts';
import { absent, onDevice, STORAGE } from './support/on-device.ts';

describe.skipIf(absent !== undefined)('BufferScope', () => {
  it('counts bytes in words, at least four of them, and gives all back', () =>
    onDevice(async ({ gpu }) => {
      const before = { ...live };
      const scope = new BufferScope(gpu);
      const first = scope.create('first', 5, STORAGE);
      const second = scope.create('second', 1001, STORAGE);
      expect([first.size, second.size, scope.bytes]).toEqual([16, 1004, 1020]);
      expect([first.label, scope.contents(second)]).toEqual(['rubato first', 1004]);
      expect([live.buffers - before.buffers, live.bytes - before.bytes]).toEqual([2, 1020]);
      scope.destroy(second);
      scope.destroy(second);
      expect([scope.bytes, scope.peak]).toEqual([16, 1020]);
      scope.create('third', 20, STORAGE);
      scope.dispose();
      scope.dispose();
      expect([scope.bytes, scope.peak]).toEqual([0, 1020]);
      expect(live).toEqual(before);
    }));

  it('does not count two scopes as one', () =>
    onDevice(async ({ gpu, scope }) => {
      const other = new BufferScope(gpu);
      const buffer = scope.create('mine', 64, STORAGE);
      other.destroy(buffer);
      other.dispose();
      expect([scope.bytes, other.peak]).toEqual([64, 0]);
    }));

  it('refuses what the device cannot make, with the number', () =>
    onDevice(async ({ gpu, scope }) => {
      const largest = gpu.device.limits.maxBufferSize;
      const before = { ...live };
      expect(() => scope.create('huge', largest + 1, STORAGE)).toThrow(MemoryLimitError);
      expect(() => scope.create('huge', largest + 1, STORAGE)).toThrow(
        `the buffer 'huge' on the device needs ${largest + 4} bytes, the limit is ${largest} bytes`,
      );
      expect(live).toEqual(before);
    }));

  it.each([1, 3, 4, 6, 1027])('uploads %d bytes of a view, and zeros behind them', (length) =>
    onDevice(async ({ gpu, scope }) => {
      const bytes = Uint8Array.from({ length: length + 2 }, (_, index) => index * 7 + 1);
      const view = new DataView(bytes.buffer, 1, length);
      const buffer = scope.upload('view', view, STORAGE);
      bytes.fill(0);
      const [answer] = await readBack(gpu, scope, [{ buffer, byte: 0, bytes: scope.contents(buffer) }]);
      const expected = new Uint8Array(scope.contents(buffer));
      expected.set(Uint8Array.from({ length }, (_, index) => (index + 1) * 7 + 1));
      expect(new Uint8Array(answer)).toEqual(expected);
    }),
  );

  it('binds a buffer of the caller as a whole', () =>
    onDevice(async ({ gpu, scope }) => {
      const theirs = gpu.device.createBuffer({ size: 64, usage: BufferUsage.STORAGE });
      expect(scope.binding(theirs)).toEqual({ buffer: theirs });
      expect([scope.offset(theirs), scope.contents(theirs), scope.bytes]).toEqual([0, 64, 0]);
      theirs.destroy();
    }));
});
