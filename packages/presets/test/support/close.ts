import { expect } from 'vitest';

export interface Tolerance {
  readonly atol?: number;
  readonly rtol?: number;
}

/** Checks every number; equal infinities are close, NaN never is. Names the first that is not. */
export function expectClose(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>, { atol = 0, rtol = 0 }: Tolerance): void {
  expect(actual.length, `${what}: how many`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const close = actual[i] === expected[i] || Math.abs(actual[i] - expected[i]) <= atol + rtol * Math.abs(expected[i]);
    if (!close) expect.fail(`${what}[${i}] is ${actual[i]}, not ${expected[i]} (atol ${atol}, rtol ${rtol})`);
  }
}
