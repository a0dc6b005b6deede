import { describe, expect, it } from 'vitest';
import { ByteReader, signedBytes, unsignedBytes } from '../../src/operations/leb128.ts';

describe('unsignedBytes', () => {
  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    // The example of the DWARF standard, from which WebAssembly has its numbers.
    [624485, [0xe5, 0x8e, 0x26]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('%i', (value, bytes) => {
    expect(unsignedBytes(value)).toEqual(bytes);
    expect(new ByteReader(Uint8Array.from(bytes)).unsigned()).toBe(value);
  });
});

describe('signedBytes', () => {
  it.each([
    [0, [0]],
    [63, [0x3f]],
    [64, [0xc0, 0]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-123456, [0xc0, 0xbb, 0x78]],
  ])('%i', (value, bytes) => expect(signedBytes(value)).toEqual(bytes));
});

describe('ByteReader', () => {
  it('refuses to read past the end', () => {
    expect(() => new ByteReader(Uint8Array.of(0x80)).unsigned()).toThrow(/ends early/);
  });
});
