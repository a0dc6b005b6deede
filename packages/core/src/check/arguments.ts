import { InvalidArgumentError } from '../errors.ts';

/** A value in words for a message, whatever it is. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value) && 'length' in value) return `an array of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

/** @throws InvalidArgumentError, always */
export function refuse(argument: string, value: unknown, expected: string, index?: readonly number[]): never {
  throw new InvalidArgumentError({ argument, found: inWords(value), expected, ...(index === undefined ? {} : { index }) });
}

/** Refuses anything but an object whose names are all known: a misspelt option must not pass for a default. */
export function checkOptions(options: unknown, known: readonly string[], argument: string = 'options'): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) refuse(argument, options, 'an object');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InvalidArgumentError({ argument: `${argument}.${unknown}`, found: 'not an option', expected: `only ${known.join(', ')}` });
}

/** Refuses anything but one of the words. */
export function checkWord<Word extends string>(argument: string, value: unknown, words: readonly Word[]): Word {
  return words.find((word) => word === value) ?? refuse(argument, value, `one of ${words.join(', ')}`);
}

/** Whether a value can be read by index: an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Refuses unless `value` is a whole number from `least` to `most`. */
export function checkWhole(argument: string, value: unknown, least: number, most: number, index?: readonly number[]): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  return refuse(argument, value, `a whole number from ${least} to ${most}`, index);
}

/** Refuses anything but a finite number from `least` to `most`. */
export function checkNumber(argument: string, value: unknown, least: number, most: number, index?: readonly number[]): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) return value;
  const bounded = least > -Infinity || most < Infinity;
  return refuse(argument, value, bounded ? `a number from ${least} to ${most}` : 'a finite number', index);
}
