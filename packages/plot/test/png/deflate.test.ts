import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64 } from '../../src/png/base64.ts';
import { deflate } from '../../src/png/deflate.ts';

/** Expects zlib to read the bytes back. */
function expectReadBack(bytes: Uint8Array): void {
  expect(Buffer.compare(inflateSync(deflate(bytes)), bytes)).toBe(0);
}

describe('deflate', () => {
  it('is read back by zlib, whatever the bytes', () => {
    expectReadBack(new Uint8Array());
    const run = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 700 }));
    fc.assert(
      fc.property(fc.array(fc.oneof(run, fc.uint8Array({ maxLength: 300 })), { maxLength: 40 }), (parts) => {
        const bytes = Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Buffer.alloc(part[1], part[0]))));
        // Twice, so that there are matches far back.
        expectReadBack(Buffer.concat([bytes, bytes]));
      }),
    );
  });

  it('takes several blocks, codes at their limit, and matches at the end of the window', () => {
    let state = 1;
    const random = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 24;
    expectReadBack(Uint8Array.from({ length: 200_000 }, random));
    // Frequencies like Fibonacci's make the deepest codes.
    const counts = [1, 1];
    while (counts.length < 24) counts.push(counts.at(-1)! + counts.at(-2)!);
    const order = counts.flatMap((count, symbol) => Array.from({ length: count }, () => symbol));
    const shuffled = Uint8Array.from(order);
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = ((random() << 16) | (random() << 8) | random()) % (i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    expectReadBack(shuffled);
    for (const distance of [32_767, 32_768, 32_769]) {
      const far = Uint8Array.from({ length: distance + 300 }, random);
      far.copyWithin(distance, 0, 300);
      expectReadBack(far);
    }
  });

  it('is about as small as zlib at its best', () => {
    const waves = Uint8Array.from({ length: 300_000 }, (_, i) => 128 + 100 * Math.sin(i / 50) * Math.cos(i / 7000));
    expect(deflate(waves).length).toBeLessThan(1.06 * deflateSync(waves, { level: 9 }).length);
  });
});

describe('base64', () => {
  it('is that of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 99 }), (bytes) => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });
});
