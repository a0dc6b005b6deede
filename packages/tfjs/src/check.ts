import type { InvalidArgumentDetails } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';

/** A value in words for a message, whatever it is. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (isTensor(value)) return `a ${value.isDisposed === true ? 'disposed ' : ''}tensor [${value.shape.join(', ')}] of ${value.dtype}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
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

/** Whether a value can be read by index: an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
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

/** Refuses anything but an object whose names are all known: a misspelt option must not pass for a default. */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) refuse('options', options, 'an object');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError({ argument: `options.${unknown}`, found: 'not an option', expected: `only ${known.join(', ')}` });
  }
}

/** Refuses anything but one of the words. */
export function checkWord(argument: string, value: unknown, words: readonly string[]): void {
  if (!words.includes(value as string)) refuse(argument, value, `one of ${words.join(', ')}`);
}

/** Refuses unless `value` is a whole number from `least` to `most`. */
export function checkWhole(argument: string, value: unknown, least: number, most: number, index?: readonly number[]): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  refuse(argument, value, `a whole number from ${least} to ${most}`, index);
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
