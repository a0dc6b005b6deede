import type { InvalidArgumentDetails } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { inWords as describe } from '@rubato/core/check';

export { checkOptions, checkWhole, checkWord, isList } from '@rubato/core/check';

/** A value in words for a message, whatever it is. */
export function inWords(value: unknown): string {
  if (!isTensor(value)) return describe(value);
  return `a ${value.isDisposed === true ? 'disposed ' : ''}tensor [${value.shape.join(', ')}] of ${value.dtype}`;
}

export function refuse(argument: string, value: unknown, expected: string, index?: readonly number[]): never {
  throw new InvalidArgumentError({ argument, found: inWords(value), expected, ...(index === undefined ? {} : { index }) });
}

/** What of a tensor the checks look at; tensors of any copy of tfjs-core have it. */
interface AnyTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly dataId: object;
  readonly isDisposed?: boolean;
}

/** Whether a value is a tensor, of whatever copy of tfjs-core. */
export function isTensor(value: unknown): value is AnyTensor {
  return typeof value === 'object' && value !== null && 'dataId' in value && 'shape' in value && 'dtype' in value;
}

/** Refuses a tensor that was disposed of. */
export function checkStands(argument: string, value: unknown): void {
  if (isTensor(value) && value.isDisposed === true) refuse(argument, value, 'a tensor that still holds its numbers');
}

/** Refuses anything but a tensor of floating-point numbers of a rank, no side of which is 0. */
export function checkTensor(argument: string, value: unknown, sides: readonly string[]): void {
  const expected = `a float32 tensor [${sides.join(', ')}], no side of it 0`;
  if (!isTensor(value) || value.dtype !== 'float32' || value.shape.length !== sides.length || value.shape.includes(0)) {
    refuse(argument, value, expected);
  }
  checkStands(argument, value);
}

/** Runs `check` and tells its errors by the caller's names: `names` maps what the problem calls an argument to what the loss calls it. */
export function withNames<T>(names: Readonly<Record<string, string>>, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError) || !Object.hasOwn(names, error.argument)) throw error;
    const { found, expected, index } = error;
    const details: InvalidArgumentDetails = { argument: names[error.argument], found, expected };
    throw new InvalidArgumentError(index === undefined ? details : { ...details, index });
  }
}
