import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinStrips } from '../../src/page/strips.ts';

describe('joinStrips', () => {
  it('joins what lies nearer than half a pixel in a row, and leaves the rest as it is', () => {
    const strips = [
      { row: 0, from: 0, to: 10 },
      { row: 0, from: 10.4, to: 12 },
      { row: 0, from: 12.6, to: 13 },
      { row: 1, from: 13, to: 14 },
    ];
    expect(joinStrips(strips)).toEqual({ strips: [{ row: 0, from: 0, to: 12 }, strips[2], strips[3]], joined: true });
    // Outlines that show something inside stay apart.
    expect(joinStrips(strips.slice(0, 2), true)).toEqual({ strips: strips.slice(0, 2), joined: false });
    const narrow = Array.from({ length: 6 }, (_, k) => ({ row: 0, from: k, to: k + 1 }));
    expect(joinStrips(narrow, true).strips).toEqual([
      { row: 0, from: 0, to: 3 },
      { row: 0, from: 3, to: 6 },
    ]);
  });

  it('covers all that was there, in at most 4000', () => {
    const strip = fc.record({ row: fc.integer({ min: 0, max: 3 }), from: fc.double({ min: 0, max: 700, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(strip, { maxLength: 60 }), fc.boolean(), (starts, outlined) => {
        const all = starts.map(({ row, from }, i) => ({ row, from, to: from + (i % 7) }));
        const { strips } = joinStrips(all, outlined);
        for (const { row, from, to } of all) expect(strips.some((one) => one.row === row && one.from <= from && one.to >= to)).toBe(true);
      }),
    );
    const many = Array.from({ length: 60_000 }, (_, k) => ({ row: k % 50, from: (k * 7.7) % 760, to: ((k * 7.7) % 760) + (k % 30) }));
    for (const outlined of [false, true]) expect(joinStrips(many, outlined).strips.length).toBeLessThanOrEqual(4000);
  });
});
