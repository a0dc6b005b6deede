import { InvalidArgumentError } from '@rubato/core';
import { expect } from 'vitest';

/** Expects a promise to be refused for this argument at this place. */
export async function expectRejection(promise: Promise<unknown>, argument: string, index?: readonly number[]): Promise<void> {
  const error: unknown = await promise.then(
    () => 'resolved',
    (reason: unknown) => reason,
  );
  if (!(error instanceof InvalidArgumentError)) expect.fail(`not refused: ${String(error)}`);
  expect(error.argument).toBe(argument);
  if (index !== undefined) expect(error.index).toEqual(index);
}
