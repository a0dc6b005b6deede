import { expect, it } from 'vitest';
import { printNumber } from '../../src/print/number.ts';

it('prints numbers that float32 holds, and that WGSL reads as floating', () => {
  expect([0, 1, -2, 0.1, 2 ** 30, 1e21, 1.5e-7].map(printNumber)).toEqual(['0.0', '1.0', '-2.0', '0.1', '1073741824.0', '1e21', '1.5e-7']);
});

it('clamps what float32 does not hold', () => {
  expect([Infinity, -Infinity, 1e300, 1e-280, -1e-280].map(printNumber)).toEqual([
    '3e38',
    '-3e38',
    '3e38',
    '1.1754944e-38',
    '-1.1754944e-38',
  ]);
});

it('refuses NaN', () => {
  expect(() => printNumber(NaN)).toThrow('a constant of the program is NaN');
});
