import { InvalidArgumentError } from '@rubato/core';
import { expect } from 'vitest';

/** What a refusal must say; what is left out is not looked at. */
export interface Refusal {
  readonly argument: string;
  readonly index?: readonly number[] | undefined;
  readonly found?: string | RegExp;
  readonly expected?: string | RegExp;
}

/** Checks that an action is refused, that the error names the argument and the first bad index, and says what would be right. */
export function expectRefusal(action: () => unknown, refusal: Refusal): void {
  let error: unknown;
  try {
    action();
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof InvalidArgumentError)) expect.fail(`not refused: ${error === undefined ? 'it passed' : (error as Error).stack}`);
  const { expected, found, ...rest } = refusal;
  expect(error).toMatchObject(rest);
  expect(error.code).toBe('invalid-argument');
  if (!('index' in refusal)) expect(error.index, error.message).toBeUndefined();
  if (typeof found === 'string') expect(error.found).toBe(found);
  if (found instanceof RegExp) expect(error.found).toMatch(found);
  if (typeof expected === 'string') expect(error.expected).toBe(expected);
  if (expected instanceof RegExp) expect(error.expected).toMatch(expected);
}
