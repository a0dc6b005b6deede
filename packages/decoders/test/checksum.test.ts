import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Checksum } from '../src/checksum.ts';

const checksum = (numbers: ArrayLike<number>): string => new Checksum().add(numbers).text;

describe('Checksum', () => {
  it('tells lists apart that differ in a number, a sign, an order or a length', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 8 }), fc.nat(), fc.integer(), (list, place, whole) => {
        expect(checksum(list)).toMatch(/^[0-9a-f]{16}$/);
        expect(checksum(Float64Array.from(list))).toBe(checksum(list));
        expect(checksum(list.with(place % list.length, whole + 0.125))).not.toBe(checksum(list.with(place % list.length, whole)));
        expect(checksum([...list, 0])).not.toBe(checksum(list));
        expect(checksum(Int32Array.of(whole, ~whole))).not.toBe(checksum(Int32Array.of(~whole, whole)));
      }),
    );
  });

  it('tells where one text or list ends and the next begins', () => {
    expect(new Checksum().addText('ab').addText('c').text).not.toBe(new Checksum().addText('a').addText('bc').text);
    expect(new Checksum().add([]).add([0]).text).not.toBe(new Checksum().add([0]).add([]).text);
  });
});
