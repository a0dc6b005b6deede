import { expect } from 'vitest';

/** Checks numbers one by one, `|actual - expected| ≤ tolerance·max(scale, |expected|)`; scale 1 unless given. NaN fails. */
export function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, scale = 1): void {
  expect(actual.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) {
    const isNear = Math.abs(actual[k] - expected[k]) <= tolerance * Math.max(scale, Math.abs(expected[k]));
    expect(isNear, `number ${k} is ${actual[k]}, expected ${expected[k]}`).toBe(true);
  }
}
