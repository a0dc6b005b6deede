import { InvalidArgumentError } from '@rubato/core';
import { isList, refuse } from '../check.ts';

/** Refuses unless `value` is a list of just `length` numbers. */
export function checkList(argument: string, value: unknown, length: number): asserts value is ArrayLike<number> {
  if (!isList(value)) refuse(argument, value, `${length} numbers`);
  const found = value.length;
  if (found !== length) throw new InvalidArgumentError({ argument, found: `${found} long`, expected: `${length} numbers` });
}
