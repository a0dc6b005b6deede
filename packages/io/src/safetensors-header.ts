import { excerpt } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import { findStructureProblem } from './json-structure.ts';
import { describeShape, elementCount, isShape, MOST_DIMENSIONS, withoutNegativeZero } from './shape.ts';
import { type StoredType, storedTypes } from './stored-numbers.ts';
import { decodeUtf8 } from './utf8.ts';

/** A tensor as the header declares it, its range checked against its shape. */
export interface TensorEntry {
  readonly name: string;
  readonly stored: StoredType;
  readonly shape: readonly number[];
  /** The range of its bytes, from the start of the data. */
  readonly start: number;
  readonly end: number;
}

/** The header of a safetensors file. */
export interface SafetensorsHeader {
  /** In the order of their data. */
  readonly tensors: readonly TensorEntry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** The key of the header that is no tensor. */
export const METADATA_KEY = '__metadata__';

const typesByCode: ReadonlyMap<unknown, StoredType> = new Map([
  ['F64', storedTypes.float64],
  ['F32', storedTypes.float32],
  ['F16', storedTypes.float16],
  ['BF16', storedTypes.bfloat16],
  ['I64', storedTypes.int64],
  ['I32', storedTypes.int32],
  ['I16', storedTypes.int16],
  ['I8', storedTypes.int8],
  ['U64', storedTypes.uint64],
  ['U32', storedTypes.uint32],
  ['U16', storedTypes.uint16],
  ['U8', storedTypes.uint8],
  ['BOOL', storedTypes.bool],
]);

/**
 * Reads the JSON header and checks that the tensors fill the data without holes or overlaps.
 *
 * @param bytes the header's bytes
 * @param dataSize the bytes that the file has after the header
 * @throws FileFormatError at the header's first byte
 */
export function parseSafetensorsHeader(bytes: Uint8Array, dataSize: number): SafetensorsHeader {
  if (bytes[0] !== 0x7b) fail('the header does not begin with "{"');
  const text = decodeUtf8(bytes, 'safetensors', 'the header');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new FileFormatError('safetensors', 'the header is no JSON', { byte: 8 }, cause);
  }
  const wrong = findStructureProblem(text, 8);
  if (wrong !== undefined) fail(`the header: ${wrong.problem}`);
  let metadata: ReadonlyMap<string, string> = new Map();
  const tensors: TensorEntry[] = [];
  // Own properties only: "__proto__" is a name like any other here, and ends up in a Map.
  for (const [name, value] of Object.entries(parsed as object)) {
    if (name === METADATA_KEY) metadata = readMetadata(value);
    else tensors.push(readTensor(name, value));
  }
  tensors.sort((a, b) => a.start - b.start || a.end - b.end);
  let filled = 0;
  for (const { name, start, end } of tensors) {
    if (start !== filled) {
      fail(`tensor ${excerpt(name)} begins at ${start}, the one before ends at ${filled}; no holes, no overlaps`);
    }
    filled = end;
  }
  if (filled !== dataSize) fail(`the tensors end at ${filled}, the file has ${dataSize} bytes of data`);
  return { tensors, metadata };
}

function fail(problem: string): never {
  throw new FileFormatError('safetensors', problem, { byte: 8 });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readMetadata(value: unknown): ReadonlyMap<string, string> {
  if (!isRecord(value)) return fail(`${METADATA_KEY} is no object`);
  const metadata = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') return fail(`${METADATA_KEY}: ${excerpt(key)} is no text`);
    metadata.set(key, text);
  }
  return metadata;
}

function readTensor(name: string, value: unknown): TensorEntry {
  const what = `tensor ${excerpt(name)}`;
  if (!isRecord(value)) return fail(`${what} is no object`);
  const { dtype, shape, data_offsets: offsets } = value;
  const stored = typesByCode.get(dtype);
  if (stored === undefined) {
    const known = [...typesByCode.keys()].join(', ');
    return fail(`${what} has the dtype ${excerpt(String(dtype))}; read are ${known}`);
  }
  if (!isShape(shape)) return fail(`${what}: shape is no list of at most ${MOST_DIMENSIONS} whole numbers ≥ 0`);
  if (!isShape(offsets) || offsets.length !== 2) return fail(`${what}: data_offsets are no two whole numbers ≥ 0`);
  const sides = withoutNegativeZero(shape);
  const [start, end] = withoutNegativeZero(offsets);
  const count = elementCount(sides);
  const needed = count === undefined ? Infinity : count * stored.size;
  if (end - start !== needed) {
    const needs = `shape ${describeShape(sides)} of ${String(dtype)} needs ${needed} bytes`;
    return fail(`${what}: ${needs}, data_offsets span ${end - start}`);
  }
  return { name, stored, shape: sides, start, end };
}
