import { describe, expect, it } from 'vitest';
import { exponentialOfMinus, fromNumber, logarithm, magnitude, multiply, one, toNumber } from './fixed-point.ts';

/** The first `digits` decimals of a number below 10, as they are printed in tables. */
const decimals = (value: bigint, digits: number): string => ((value * 10n ** BigInt(digits)) / one).toString();

describe('the fixed-point arithmetic of the oracle', () => {
  it('holds every float64 exactly', () => {
    for (const value of [0, 1, -1, 0.1, 1e9 + 0.1, -1e140, 2 ** -1074, 3 * 2 ** -1070, 2 ** 1023]) {
      expect(toNumber(fromNumber(value))).toBe(value);
    }
    expect(fromNumber(0.75)).toBe((3n * one) / 4n);
    expect(fromNumber(2 ** -1074)).toBe(one >> 1074n);
  });

  it('knows ln 2, ln 10 and 1/e to sixty decimals and more', () => {
    expect(decimals(logarithm(2n * one), 70)).toBe('6931471805599453094172321214581765680755001343602552541206800094933936');
    expect(decimals(logarithm(10n * one), 70)).toBe('23025850929940456840179914546843642076011014886287729760333279009675726');
    expect(decimals(exponentialOfMinus(one), 60)).toBe('367879441171442321595523770161460867445811131031767834507836');
  });

  it('has exp and ln as inverses to 370 decimals, and 65 digits of e^-700', () => {
    const value = fromNumber(6.789);
    const error = logarithm((one * one) / exponentialOfMinus(value)) - value;
    expect(decimals(magnitude(error), 370)).toBe('0');
    const half = exponentialOfMinus(350n * one);
    expect(decimals(magnitude(exponentialOfMinus(700n * one) - multiply(half, half)), 370)).toBe('0');
    expect(toNumber(exponentialOfMinus(700n * one)) / 9.85967654375977e-305).toBeCloseTo(1, 13);
  });
});
