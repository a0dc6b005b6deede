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

/** How a value is shown in a message: short, whatever it is. */
export function show(value: unknown): string {
  if (!Array.isArray(value)) return showOne(value);
  // Lists within are only named: they may be deep, or hold themselves.
  const shown = Array.from(value.slice(0, 6) as unknown[], showOne);
  return `[${shown.join(', ')}${value.length > 6 ? ', …' : ''}]`;
}

function showOne(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    case 'function':
      return 'a function';
    case 'bigint':
      return 'a bigint';
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'a list';
      const name: unknown = value.constructor?.name;
      return typeof name !== 'string' || name === '' || name === 'Object' ? 'an object' : `a ${name}`;
    }
    default:
      return String(value);
  }
}

/** Refuses unless `value` is a whole number in [least, most]. */
export function checkWhole(
  argument: string,
  value: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
  index?: readonly number[],
): void {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new InvalidArgumentError({
    argument,
    found: show(value),
    expected: `a whole number ${range}`,
    ...(index === undefined ? {} : { index }),
  });
}

/** Whether a value is one of the two floating-point arrays, and no object that only inherits from one. */
export function isFloatArray(value: unknown): value is Float32Array | Float64Array {
  return ArrayBuffer.isView(value) && (value instanceof Float32Array || value instanceof Float64Array);
}

/** Refuses unless `value` is an `Int32Array` of just `length` numbers. */
export function checkInt32Array(argument: string, value: unknown, length: number): void {
  if (!ArrayBuffer.isView(value) || !(value instanceof Int32Array)) {
    throw new InvalidArgumentError({ argument, found: show(value), expected: 'an Int32Array' });
  }
  checkLength(argument, value, length);
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

/** Temperatures outside are refused: dividing a cost by one could overflow. */
const LEAST_TEMPERATURE = 1e-100;
const MOST_TEMPERATURE = 1e100;

/** Refuses a temperature that is not a number above 0 and not extreme. */
export function checkTemperature(value: unknown, index?: readonly number[]): number {
  if (typeof value === 'number' && value >= LEAST_TEMPERATURE && value <= MOST_TEMPERATURE) return value;
  const expected = `a number from ${LEAST_TEMPERATURE} to ${MOST_TEMPERATURE}`;
  throw new InvalidArgumentError({ argument: 'temperature', found: show(value), expected, ...(index === undefined ? {} : { index }) });
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

/** Refuses an object with a field of another name: a misspelt one would otherwise be passed over in silence. */
export function checkFields(prefix: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name) && value[name as never] !== undefined);
  if (unknown !== undefined) {
    throw new InvalidArgumentError({ argument: `${prefix}${unknown}`, found: 'not known here', expected: `only ${known.join(', ')}` });
  }
}

/** Whether a value can be read by index: an array or a typed array of numbers. */
export function isNumberList(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && !(value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array);
}
