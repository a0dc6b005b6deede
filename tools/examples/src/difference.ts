import { isDeepStrictEqual } from 'node:util';

const TOLERANCE = 1e-9;

/**
 * Where two values differ, in words, or undefined. Numbers agree within 1e-9 (relative above 1), NaN agrees with NaN; a plain array may
 * state the content of a typed one; objects agree when their own properties do.
 */
export function difference(actual: unknown, expected: unknown, place = 'the value'): string | undefined {
  if (Object.is(actual, expected) || actual === expected) return undefined;
  const found = `${place} is ${show(actual)}, the example says ${show(expected)}`;
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Number.isFinite(expected) && Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)) ? undefined : found;
  }
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) return found;
  if (isList(actual) && isList(expected) && (Array.isArray(expected) || actual.constructor === expected.constructor)) {
    if (actual.length !== expected.length) return found;
    for (let i = 0; i < expected.length; i++) {
      const different = difference(actual[i], expected[i], `${place}[${i}]`);
      if (different !== undefined) return different;
    }
    return undefined;
  }
  if (!isRecord(expected) || !isRecord(actual)) return isDeepStrictEqual(actual, expected) ? undefined : found;
  const names = Object.keys(expected);
  if (names.length !== Object.keys(actual).length) return found;
  for (const name of names) {
    if (!Object.hasOwn(actual, name)) return found;
    const different = difference(Reflect.get(actual, name), Reflect.get(expected, name), `${place}.${name}`);
    if (different !== undefined) return different;
  }
  return undefined;
}

type List = readonly unknown[] | (ArrayLike<unknown> & ArrayBufferView);

function isList(value: object): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** No list, map, set or date: what has its content in properties. */
function isRecord(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function show(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null && isList(value)) return `[${Array.from(value, show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, of]) => `${name}: ${show(of)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
