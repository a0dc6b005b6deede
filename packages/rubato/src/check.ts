import { InvalidArgumentError } from '@rubato/core';

/** A value in words for a message, whatever it is. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

export function refuse(argument: string, found: string, expected: string, index?: readonly number[]): never {
  throw new InvalidArgumentError({ argument, found, expected, ...(index === undefined ? {} : { index }) });
}

/** Refuses anything but an object whose names are all known: a misspelt option must not pass for a default. */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) refuse('options', inWords(options), 'an object');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`options.${unknown}`, 'not an option', `only ${known.join(', ')}`);
}

/** Whether a value can be read by index: an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
