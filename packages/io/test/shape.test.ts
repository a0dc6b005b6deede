import { describe, expect, it } from 'vitest';
import { elementCount, isShape, withoutNegativeZero } from '../src/shape.ts';

describe('elementCount', () => {
  it('multiplies the sides', () => {
    expect(elementCount([])).toBe(1);
    expect(elementCount([2, 3, 4])).toBe(24);
    expect(elementCount([2 ** 26, 2 ** 26])).toBe(2 ** 52);
  });

  it('says when the product overflows', () => {
    expect(elementCount([2 ** 27, 2 ** 26])).toBeUndefined();
    expect(elementCount(Array.from({ length: 64 }, () => Number.MAX_SAFE_INTEGER))).toBeUndefined();
  });

  it('is 0 with a side of 0, whatever the others are', () => {
    expect(elementCount([2 ** 50, 2 ** 50, 0])).toBe(0);
  });
});

describe('isShape', () => {
  it('takes up to 64 safe integers from 0', () => {
    expect(isShape([])).toBe(true);
    expect(isShape([0, 7])).toBe(true);
    for (const wrong of [undefined, null, '12', [-1], [0.5], [2 ** 53], ['3'], [[3]], Array.from({ length: 65 }, () => 1)]) {
      expect(isShape(wrong)).toBe(false);
    }
  });

  it('has no -0 once it is cleaned', () => {
    expect(Object.is(withoutNegativeZero([-0])[0], 0)).toBe(true);
  });
});
