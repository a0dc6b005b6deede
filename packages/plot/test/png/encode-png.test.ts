import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../src/png/encode-png.ts';
import { LEVELS, palette } from '../../src/raster/colour-map.ts';

describe('encodePng', () => {
  it('makes a file that holds the indices row by row', () => {
    const indices = Uint8Array.of(0, 1, 2, 255, 3, 0);
    const png = encodePng(3, 2, indices, palette());
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const chunks = new Map<string, Uint8Array>();
    const view = new DataView(png.buffer, png.byteOffset, png.length);
    for (let at = 8; at < png.length;) {
      const length = view.getUint32(at);
      const name = String.fromCharCode(...png.subarray(at + 4, at + 8));
      chunks.set(name, png.subarray(at + 8, at + 8 + length));
      expect(view.getUint32(at + 8 + length)).toBe(crcOf(png.subarray(at + 4, at + 8 + length)));
      at += 12 + length;
    }
    expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
    expect([...chunks.get('IHDR')!]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
    expect(chunks.get('PLTE')!.length).toBe(3 * (LEVELS + 1));
    expect([...inflateSync(chunks.get('IDAT')!)]).toEqual([0, 0, 1, 2, 0, 255, 3, 0]);
  });
});

/** CRC-32 bit by bit, as the PNG specification defines it (annex D). */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
