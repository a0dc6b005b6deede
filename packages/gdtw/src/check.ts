import { InvalidArgumentError } from '@rubato/core';

/** A value in words for a message, whatever it is. */
function inWords(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `an array of ${(value as Float64Array).length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

export function refuse(argument: string, value: unknown, expected: string, index?: readonly number[]): never {
  throw new InvalidArgumentError({ argument, found: inWords(value), expected, ...(index === undefined ? {} : { index }) });
}

/** Refuses anything but an object whose names are all known: a misspelt option must not pass for a default. */
export function checkOptions(options: unknown, known: readonly string[], argument: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) refuse(argument, options, 'an object');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InvalidArgumentError({ argument: `${argument}.${unknown}`, found: 'not an option', expected: `only ${known.join(', ')}` });
}

/** Whether a value can be read by index: an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Refuses unless `value` is a whole number from `least` to `most`. */
export function checkWhole(argument: string, value: unknown, least: number, most: number): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  return refuse(argument, value, `a whole number from ${least} to ${most}`);
}

/** A range of numbers that an argument may take; ends belong to it. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

export function checkNumber(argument: string, value: unknown, { least, most }: NumberRange, index?: readonly number[]): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  return refuse(argument, value, `a number from ${least} to ${most}`, index);
}

/** A copy of a list of `length` numbers in a range. */
export function checkNumbers(argument: string, value: unknown, length: number, range: NumberRange): Float64Array {
  if (!isList(value) || value.length !== length) return refuse(argument, value, `a list of ${length} numbers`);
  return Float64Array.from({ length }, (_, k) => checkNumber(argument, value[k], range, [k]));
}

/** One number for all, or a list with a number for each. */
export function spread(argument: string, value: unknown, length: number, range: NumberRange): Float64Array {
  if (isList(value)) return checkNumbers(argument, value, length, range);
  return new Float64Array(length).fill(checkNumber(argument, value, range));
}
