import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inflateExactly, MOST_EXPANSION } from '../src/inflate.ts';
import { bytesAllocatedBy } from './support/bytes.ts';

describe('inflateExactly', () => {
  it('inflates what was deflated, at every level and length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(9), (bytes, level) => {
        const compressed = deflateSync(bytes, { level: level as 0 });
        expect(inflateExactly(compressed, bytes.length)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('inflates across many pieces', () => {
    const bytes = Uint8Array.from({ length: 600_000 }, (_, i) => (i * i * 31) >> 7);
    for (const level of [0, 1, 6] as const) {
      expect(Buffer.compare(inflateExactly(deflateSync(bytes, { level }), bytes.length), bytes)).toBe(0);
    }
  });

  it('refuses a stream that is longer or shorter than declared', () => {
    const compressed = deflateSync(new Uint8Array(1000));
    expect(() => inflateExactly(compressed, 999)).toThrow('more than the 999 bytes it declares');
    expect(() => inflateExactly(compressed, 1001)).toThrow('it holds 1000 bytes, not the 1001');
    expect(() => inflateExactly(new Uint8Array(0), 1)).toThrow('it holds 0 bytes, not the 1');
  });

  it('refuses a truncated stream', () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => (i * i) >> 3);
    const compressed = deflateSync(bytes);
    for (let length = 0; length < compressed.length; length += 7) {
      expect(() => inflateExactly(compressed.subarray(0, length), bytes.length)).toThrow(/unexpected EOF|it holds/);
    }
  });

  it('stops soon after the declared size', () => {
    const bomb = deflateSync(new Uint8Array(1 << 24), { level: 9 });
    expect(bomb.length).toBeLessThan(20_000);
    let thrown: unknown;
    const allocated = bytesAllocatedBy(() => {
      try {
        inflateExactly(bomb, 1000);
      } catch (error) {
        thrown = error;
      }
    });
    expect(String(thrown)).toMatch(/more than the 1000 bytes/);
    // 16 MB are in there. About 1 MB is inflated, a few times over in the library's own buffers.
    expect(allocated).toBeLessThan(1 << 23);
  });

  it('takes any bytes for a stream: the result has the declared size, or there is none', () => {
    let inflated = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(3), fc.nat(300), (bytes, kind, size) => {
        // The first bits choose among stored, fixed and dynamic codes: each is tried as often.
        if (bytes.length > 0) bytes[0] = (bytes[0] & 0xf8) | (kind << 1) | 1;
        let result: Uint8Array | undefined;
        try {
          result = inflateExactly(bytes, size);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        if (result === undefined) return;
        inflated++;
        expect(result.length).toBe(size);
      }),
      { numRuns: 5000, examples: [[Uint8Array.of(3, 0), 1, 0]] },
    );
    expect(inflated).toBeGreaterThan(0);
  });

  it('knows how far a stream can expand', () => {
    const size = 1 << 24;
    expect(size).toBeLessThan(MOST_EXPANSION * deflateSync(new Uint8Array(size), { level: 9 }).length);
  });
});
