import { InvalidArgumentError } from '../errors.ts';

/**
 * The largest magnitude of a finite cost, weight or penalty. Below it no product, path sum or division by a temperature
 * overflows into `Infinity - Infinity`; beyond it a caller almost surely means "forbidden", which is `Infinity`.
 */
export const LARGEST_MAGNITUDE = 1e140;

/** The same for features, so that their squares and products stay below {@link LARGEST_MAGNITUDE}. */
export const LARGEST_FEATURE = 1e60;

/** Whether a number lies outside [least, 1e140] and is not an allowed `Infinity`. NaN does. */
export function badNumber(value: number, least: number, infinityAllowed: boolean): boolean {
  if (value >= least && value <= LARGEST_MAGNITUDE) return false;
  return !(infinityAllowed && value === Infinity);
}

/** How a number is shown in a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return value.length > 6 ? `[${value.slice(0, 6).map(show).join(', ')}, …]` : `[${value.map(show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return value.constructor?.name === 'Object' ? 'an object' : `a ${value.constructor?.name ?? 'value'}`;
  return String(value);
}

/** Refuses unless `value` is a whole number in [least, most]. */
export function checkWhole(argument: string, value: unknown, least: number, most: number = Number.MAX_SAFE_INTEGER, index?: readonly number[]): void {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new InvalidArgumentError({
    argument, found: show(value), expected: `a whole number ${range}`, ...(index === undefined ? {} : { index }),
  });
}

/** Whether a value is one of the two floating-point arrays. */
export function isFloatArray(value: unknown): value is Float32Array | Float64Array {
  return value instanceof Float32Array || value instanceof Float64Array;
}

/** Refuses unless `value` is a floating-point array of just `length` numbers. */
export function checkFloatArray(argument: string, value: unknown, length: number): void {
  if (!isFloatArray(value)) {
    throw new InvalidArgumentError({ argument, found: show(value), expected: 'a Float32Array or Float64Array' });
  }
  checkLength(argument, value, length);
}

/** Refuses unless an array has just `length` elements. */
export function checkLength(argument: string, value: ArrayLike<unknown>, length: number): void {
  if (value.length !== length) {
    throw new InvalidArgumentError({ argument, found: `${value.length} long`, expected: `${length} elements` });
  }
}

/** Refuses an unknown word. */
export function checkOneOf(argument: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string)) {
    throw new InvalidArgumentError({ argument, found: show(value), expected: `one of ${allowed.join(', ')}` });
  }
}

/** Refuses anything but an object. */
export function checkObject(argument: string, value: unknown, expected = 'an object'): void {
  if (typeof value !== 'object' || value === null) throw new InvalidArgumentError({ argument, found: show(value), expected });
}

/** Whether a value can be read by index: an array or a typed array of numbers. */
export function isNumberList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array));
}
