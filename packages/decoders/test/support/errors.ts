import type { InvalidArgumentDetails } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { expect } from 'vitest';

/** Expects a refusal of this argument at this place. */
export function expectRefusal(run: () => unknown, argument: string, details: Partial<InvalidArgumentDetails> = {}): InvalidArgumentError {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof InvalidArgumentError)) expect.fail(`not refused: ${String(thrown)}`);
  expect({ argument: thrown.argument, index: thrown.index, found: thrown.found, expected: thrown.expected }).toMatchObject({
    argument,
    ...details,
  });
  return thrown;
}
