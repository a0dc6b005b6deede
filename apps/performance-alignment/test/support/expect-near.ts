import { expect } from 'vitest';

/** Each number within `tolerance` of the largest magnitude expected. */
export function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let scale = 0;
  for (let k = 0; k < expected.length; k++) scale = Math.max(scale, Math.abs(expected[k]));
  for (let k = 0; k < expected.length; k++) {
    const isNear = Math.abs(actual[k] - expected[k]) <= tolerance * scale;
    expect(isNear, `number ${k} is ${actual[k]}, expected ${expected[k]}, largest ${scale}`).toBe(true);
  }
}
