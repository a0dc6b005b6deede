import { describe, expect, it } from 'vitest';
import { crc32 } from '../src/crc32.ts';
import { bytesOf } from './support/bytes.ts';

describe('crc32', () => {
  it('has the check value of the CRC catalogue', () => {
    expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
    expect(crc32(Uint8Array.of(0, 0, 0, 0))).toBe(0x2144df1c);
  });
});
