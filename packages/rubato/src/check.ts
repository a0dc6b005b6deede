import { InvalidArgumentError } from '@rubato/core';

export { checkOptions, inWords, isList } from '@rubato/core/check';

/** @throws InvalidArgumentError, always; what was found is told in the caller's words */
export function refuse(argument: string, found: string, expected: string, index?: readonly number[]): never {
  throw new InvalidArgumentError({ argument, found, expected, ...(index === undefined ? {} : { index }) });
}
