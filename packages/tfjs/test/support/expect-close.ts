import { expect } from 'vitest';

/** Tolerances of the golden files for float32: `|actual - expected| ≤ absolute + relative·|expected|`. */
export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

/** Checks numbers one by one; infinities must agree, and NaN among the expected is "not defined". */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, { absolute = 0, relative = 0 }: Tolerance): void {
  expect(actual.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) {
    if (Number.isNaN(expected[k]) || actual[k] === expected[k]) continue;
    const error = Math.abs(actual[k] - expected[k]);
    const place = `number ${k} is ${actual[k]}, expected ${expected[k]}`;
    // Not toBeLessThan: an error of NaN must fail.
    expect(error <= absolute + relative * Math.abs(expected[k]), place).toBe(true);
  }
}
