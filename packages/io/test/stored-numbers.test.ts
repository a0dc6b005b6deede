import { describe, expect, it } from 'vitest';
import { bytesInMemory, decodeNumbers, encodeNumbers, storedTypes, type StoredTypeName } from '../src/stored-numbers.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

function decode(name: StoredTypeName, bytes: Uint8Array, littleEndian = true, copy = true) {
  return decodeNumbers(storedTypes[name], bytes, littleEndian, copy, 'npy', 'the array');
}

describe('decodeNumbers', () => {
  it('reads both byte orders', () => {
    expect([...decode('int16', Uint8Array.of(1, 2, 0xff, 0xff))]).toEqual([0x0201, -1]);
    expect([...decode('int16', Uint8Array.of(1, 2, 0xff, 0xfe), false)]).toEqual([0x0102, -2]);
    expect([...decode('float64', Uint8Array.of(0x3f, 0xf8, 0, 0, 0, 0, 0, 0), false)]).toEqual([1.5]);
    expect([...decode('float32', Uint8Array.of(0, 0, 0xc0, 0x3f))]).toEqual([1.5]);
  });

  it('owns its data, or with copy false shares it where it can', () => {
    const file = new Uint8Array(24);
    const aligned = file.subarray(8, 16);
    const misaligned = file.subarray(7, 15);
    expect(decode('float32', aligned).buffer).not.toBe(file.buffer);
    expect(decode('float32', aligned).buffer.byteLength).toBe(8);
    expect(decode('float32', aligned, true, false).buffer).toBe(file.buffer);
    expect(decode('float32', misaligned, true, false).buffer).not.toBe(file.buffer);
    expect(decode('float32', aligned, false, false).buffer).not.toBe(file.buffer);
    expect(decode('uint8', misaligned, false, false).buffer).toBe(file.buffer);
  });

  it('leaves its input alone when it swaps bytes', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    decode('float32', bytes, false, false);
    expect([...bytes]).toEqual([1, 2, 3, 4]);
  });

  it('widens every float16 as the engine does', () => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const view = new DataView(bits.buffer) as DataView & { getFloat16?: (offset: number, littleEndian: boolean) => number };
    const data = decode('float16', new Uint8Array(bits.buffer));
    // The engine's own conversion is the oracle where there is one (Node 24); the table holds it to IEEE 754 everywhere.
    const table: readonly [number, number][] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65_504],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
      [0x7e00, NaN],
    ];
    for (const [index, value] of table) expect(data[index]).toBe(value);
    if (view.getFloat16 === undefined) return;
    for (let i = 0; i < 65_536; i++) {
      if (!Object.is(data[i], view.getFloat16(2 * i, true))) expect.fail(`float16 ${i.toString(16)} became ${data[i]}`);
    }
  });

  it('widens bfloat16', () => {
    const bits = Uint16Array.of(0x3f80, 0xc040, 0x7f80, 0x0001);
    expect([...decode('bfloat16', new Uint8Array(bits.buffer))]).toEqual([1, -3, Infinity, 2 ** -133]);
  });

  it('reads 64-bit integers that a number can hold', () => {
    const signed = BigInt64Array.of(0n, -1n, 2n ** 53n - 1n, -(2n ** 53n) + 1n, 2n ** 32n, -(2n ** 32n) - 1n);
    expect([...decode('int64', new Uint8Array(signed.buffer))]).toEqual([...signed].map(Number));
    const unsigned = BigUint64Array.of(0n, 2n ** 31n, 2n ** 32n, 2n ** 53n - 1n);
    expect([...decode('uint64', new Uint8Array(unsigned.buffer))]).toEqual([...unsigned].map(Number));
    expect([...decode('int64', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe), false)]).toEqual([-2]);
  });

  it.each<[StoredTypeName, bigint]>([
    ['int64', 2n ** 53n],
    ['int64', 2n ** 53n + 1n],
    ['int64', -(2n ** 53n)],
    ['int64', -(2n ** 53n) - 1n],
    ['int64', -(2n ** 63n)],
    ['uint64', 2n ** 53n],
    ['uint64', 2n ** 53n + 1n],
    ['uint64', 2n ** 64n - 1n],
  ])('refuses the %s %d and names its index', (name, value) => {
    const array = name === 'int64' ? BigInt64Array.of(1n, 2n, value) : BigUint64Array.of(1n, 2n, value);
    const error = formatErrorOf(() => decode(name, new Uint8Array(array.buffer)));
    expect(error.message).toContain(`element 2 (from 0, in the file's order) is ${value};`);
  });

  it('reads truth values, and only those', () => {
    expect([...decode('bool', Uint8Array.of(1, 0, 1))]).toEqual([1, 0, 1]);
    expect(formatErrorOf(() => decode('bool', Uint8Array.of(1, 2))).message).toMatch(/element 1 .* is the byte 2; .* 0 or 1/);
  });

  it('knows how large its elements are', () => {
    for (const stored of Object.values(storedTypes)) {
      const data = decode(stored.name, new Uint8Array(3 * stored.size));
      expect(data.length).toBe(3);
      expect(data.byteLength).toBe(3 * bytesInMemory(stored));
    }
  });
});

describe('encodeNumbers', () => {
  it("is little-endian, and a copy of a view's own part", () => {
    const data = Int16Array.of(7, 0x0102, -1, 7).subarray(1, 3);
    const bytes = encodeNumbers(data);
    expect([...bytes]).toEqual([2, 1, 0xff, 0xff]);
    expect(bytes.buffer).not.toBe(data.buffer);
  });
});
