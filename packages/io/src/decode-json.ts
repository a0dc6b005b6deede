import { base64Size, decodeBase64 } from './base64.ts';
import { excerpt } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import { findStructureProblem } from './json-structure.ts';
import { type JsonValue, MOST_DEPTH, nonFinite } from './json-value.ts';
import { dtypes, isDType, type NumericArray } from './numeric-array.ts';
import { type ReadOptions, resolveMaxBytes } from './read-options.ts';
import { describeShape, elementCount, isShape, MOST_DIMENSIONS, withoutNegativeZero } from './shape.ts';
import { decodeNumbers, storedTypes } from './stored-numbers.ts';

/**
 * Reads what `encodeJson` writes: JSON in which the texts `"inf"`, `"-inf"`, `"nan"` are numbers and objects
 * `{ dtype, shape, base64 }` are arrays.
 *
 * Nested lists stay lists; `toNumericArray` makes an array of them.
 *
 * @param options `maxBytes` bounds all base64 arrays together, before the first is decoded
 * @throws FileFormatError when the text is no JSON, a key stands twice or is `__proto__`, lists and objects are nested
 * deeper than 100 levels, or an array's dtype, shape and base64 do not fit together
 *
 * @example
 * ```ts
 * import { decodeJson } from '@rubato/io';
 *
 * decodeJson('{"value":"-inf","path":[[0,0],[1,1]]}'); // → { value: -Infinity, path: [[0, 0], [1, 1]] }
 * ```
 */
export function decodeJson(text: string, options: Pick<ReadOptions, 'maxBytes'> = {}): JsonValue {
  if (typeof text !== 'string') throw new TypeError('text must be a string');
  const maxBytes = resolveMaxBytes(options);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    // The message differs between engines, and may hold a piece of the text.
    throw new FileFormatError('json', excerptMessage(cause), undefined, cause);
  }
  const wrong = findStructureProblem(text, MOST_DEPTH);
  if (wrong !== undefined) throw new FileFormatError('json', wrong.problem, lineAndColumn(text, wrong.index));
  const budget = { left: maxBytes };
  return decode(parsed, '$', budget);
}

interface Budget {
  left: number;
}

/** Replaces in place: the tree was just parsed, and nobody else has it. */
function decode(value: unknown, path: string, budget: Budget): JsonValue {
  if (typeof value === 'string') return nonFinite.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      // Most items are numbers, which need no path.
      if (typeof value[i] !== 'number') value[i] = decode(value[i], `${path}[${i}]`, budget);
    }
    return value as JsonValue[];
  }
  const record = value as Record<string, unknown>;
  if (Object.hasOwn(record, 'base64')) return decodeArray(record, path, budget);
  for (const key of Object.keys(record)) {
    if (key === '__proto__') throw new FileFormatError('json', `${path} has the key "__proto__"`);
    record[key] = decode(record[key], `${path}.${key}`, budget);
  }
  return record as Record<string, JsonValue>;
}

function decodeArray(record: Record<string, unknown>, path: string, budget: Budget): NumericArray {
  const fail = (problem: string): never => {
    throw new FileFormatError('json', `${path.length > 80 ? `${path.slice(0, 80)}…` : path}: ${problem}`);
  };
  const { dtype, shape, base64 } = record;
  const unknown = Object.keys(record).find((key) => !['dtype', 'shape', 'base64'].includes(key));
  if (unknown !== undefined) return fail(`an array has the keys dtype, shape and base64, not ${excerpt(unknown)}`);
  if (!isDType(dtype)) return fail(`dtype is none of ${dtypes.join(', ')}`);
  if (typeof base64 !== 'string') return fail('base64 is no text');
  if (!isShape(shape)) return fail(`shape is no list of at most ${MOST_DIMENSIONS} whole numbers ≥ 0`);
  const stored = storedTypes[dtype];
  const count = elementCount(shape);
  const size = base64Size(base64);
  const needed = count === undefined ? Infinity : count * stored.size;
  if (size !== needed) {
    const held = size ?? 'a broken group';
    return fail(`shape ${describeShape(shape)} of ${dtype} needs ${needed} bytes, base64 holds ${held}`);
  }
  if (size > budget.left) return fail('the arrays are larger together than maxBytes');
  budget.left -= size;
  const bytes = decodeBase64(base64, size);
  if (typeof bytes === 'number') return fail(`character ${bytes} of base64 does not belong there`);
  return { dtype, shape: withoutNegativeZero(shape), data: decodeNumbers(stored, bytes, true, false, 'json', path) };
}

function lineAndColumn(text: string, index: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}

function excerptMessage(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return `no JSON: ${message.length > 120 ? `${message.slice(0, 120)}…` : message}`;
}
