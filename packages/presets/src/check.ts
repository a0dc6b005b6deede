import { InvalidArgumentError } from '@rubato/core';

/** A value in words for a message, whatever it is. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

export function refuse(argument: string, value: unknown, expected: string, index?: readonly number[]): never {
  throw new InvalidArgumentError({ argument, found: inWords(value), expected, ...(index === undefined ? {} : { index }) });
}

/** Refuses anything but an object whose names are all known: a misspelt option must not pass for a default. */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) refuse('options', options, 'an object');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError({ argument: `options.${unknown}`, found: 'not an option', expected: `only ${known.join(', ')}` });
  }
}

/** Refuses a step weight that no problem takes. */
export function checkWeight(argument: string, value: unknown, index?: readonly number[]): void {
  if (typeof value === 'number' && (value === Infinity || (value >= 0 && value <= 1e140))) return;
  refuse(argument, value, 'a number from 0 to 1e140, or Infinity to forbid the step', index);
}

/** Refuses anything but one of the words. */
export function checkWord(argument: string, value: unknown, words: readonly string[]): void {
  if (!words.includes(value as string)) refuse(argument, value, `one of ${words.join(', ')}`);
}

/** Whether a value can be read by index: an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Refuses unless `value` is a whole number from `least` to `most`. */
export function checkWhole(argument: string, value: unknown, least: number, most: number, index?: readonly number[]): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  refuse(argument, value, `a whole number from ${least} to ${most}`, index);
}
