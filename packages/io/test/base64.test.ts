import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Size, decodeBase64, encodeBase64 } from '../src/base64.ts';

describe('base64', () => {
  it('has the test vectors of RFC 4648', () => {
    const vectors = ['', '', 'f', 'Zg==', 'fo', 'Zm8=', 'foo', 'Zm9v', 'foob', 'Zm9vYg==', 'fooba', 'Zm9vYmE=', 'foobar', 'Zm9vYmFy'];
    for (let i = 0; i < vectors.length; i += 2) {
      const bytes = new TextEncoder().encode(vectors[i]);
      expect(encodeBase64(bytes)).toBe(vectors[i + 1]);
      expect(base64Size(vectors[i + 1])).toBe(bytes.length);
      expect(decodeBase64(vectors[i + 1], bytes.length)).toEqual(bytes);
    }
  });

  it('agrees with Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(encodeBase64(bytes)).toBe(text);
        expect(base64Size(text)).toBe(bytes.length);
        expect(decodeBase64(text, bytes.length)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('knows when there is no such text', () => {
    for (const text of ['A', 'AA', 'AAA', 'AAAAA']) expect(base64Size(text)).toBeUndefined();
  });

  it.each<[string, number]>([
    ['A*AA', 1],
    ['AA A', 2],
    ['AAA\u0141', 3],
    ['AA=A', 2],
    ['=AAA', 0],
    ['AA-_', 2],
    ['A===', 1],
    ['====', 0],
    // Bits beyond the last byte.
    ['Zh==', 1],
    ['Zm9=', 2],
  ])('refuses %j at character %d', (text, index) => {
    expect(decodeBase64(text, base64Size(text) ?? 0)).toBe(index);
  });
});
