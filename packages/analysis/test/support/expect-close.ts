import { expect } from 'vitest';

/** Checks every number; NaN is never close. Names the first that is not. */
export function expectClose(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>, atol: number, rtol = 0): void {
  expect(actual.length, `${what}: how many`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const close = Math.abs(actual[i] - expected[i]) <= atol + rtol * Math.abs(expected[i]);
    if (!close) expect.fail(`${what}[${i}] is ${actual[i]}, not ${expected[i]} (atol ${atol}, rtol ${rtol})`);
  }
}
