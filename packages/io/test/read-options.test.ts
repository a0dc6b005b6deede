import { describe, expect, it } from 'vitest';
import { plainBytes, resolveMaxBytes } from '../src/read-options.ts';

describe('resolveMaxBytes', () => {
  it('is 4 GiB unless given', () => {
    expect(resolveMaxBytes({})).toBe(2 ** 32);
    expect(resolveMaxBytes({ maxBytes: 0 })).toBe(0);
    expect(resolveMaxBytes({ maxBytes: Infinity })).toBe(Infinity);
  });

  it('refuses what is no bound', () => {
    for (const maxBytes of [-1, NaN, '8' as unknown as number]) {
      expect(() => resolveMaxBytes({ maxBytes })).toThrow(/maxBytes is .*≥ 0/);
    }
  });
});

describe('plainBytes', () => {
  it('sees the same memory as a plain Uint8Array', () => {
    const buffer = Buffer.from([1, 2, 3]).subarray(1);
    const bytes = plainBytes(buffer);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect([...bytes]).toEqual([2, 3]);
    expect(bytes.buffer).toBe(buffer.buffer);
  });

  it('refuses everything else', () => {
    for (const wrong of ['text', [1, 2], new Uint16Array(2), new ArrayBuffer(2), null]) {
      expect(() => plainBytes(wrong as unknown as Uint8Array)).toThrow(TypeError);
    }
  });
});
