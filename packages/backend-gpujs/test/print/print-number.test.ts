import { describe, expect, it } from 'vitest';
import { printNumber } from '../../src/print/print-number.ts';

describe('printNumber', () => {
  it('prints numbers as JavaScript does, negative ones in parentheses', () => {
    expect([0, 1, 0.1, 1e-30, 2 ** 30, 3e38].map(printNumber)).toEqual(['0', '1', '0.1', '1e-30', '1073741824', '3e+38']);
    expect([-0, -1, -1e30].map(printNumber)).toEqual(['0', '(-1)', '(-1e+30)']);
  });

  it('bounds what float32 does not hold, and refuses what is no number', () => {
    expect(printNumber(Infinity)).toBe('3e+38');
    expect(printNumber(-1e300)).toBe('(-3e+38)');
    expect(() => printNumber(Number.NaN)).toThrow('a constant of the program is NaN');
  });
});
