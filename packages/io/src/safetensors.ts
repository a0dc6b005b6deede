import { excerpt, excerptList } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import { checkNumericArray, type DType, type NumericArray } from './numeric-array.ts';
import { type EntryOptions, plainBytes, resolveMaxBytes } from './read-options.ts';
import { METADATA_KEY, parseSafetensorsHeader, type SafetensorsHeader } from './safetensors-header.ts';
import { bytesInMemory, decodeNumbers, encodeNumbers } from './stored-numbers.ts';

/** The content of a safetensors file. */
export interface Safetensors {
  /** The tensors by name, in the order of their data. */
  readonly tensors: Map<string, NumericArray>;
  /** The texts of `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** What is written beside the tensors. */
export interface WriteSafetensorsOptions {
  readonly metadata?: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
}

/** The format's own bound on the header. */
const LONGEST_HEADER = 100_000_000;

const codes: Readonly<Record<DType, string>> = {
  float64: 'F64',
  float32: 'F32',
  int32: 'I32',
  uint32: 'U32',
  int16: 'I16',
  uint16: 'U16',
  int8: 'I8',
  uint8: 'U8',
};

/**
 * The names of the tensors in a safetensors file, in the order of their data. No tensor is read.
 *
 * @throws FileFormatError when the header is malformed
 *
 * @example
 * ```ts
 * import { listSafetensors, writeSafetensors } from '@rubato/io';
 *
 * listSafetensors(writeSafetensors({ x: { dtype: 'uint8', shape: [], data: Uint8Array.of(7) } })); // → ['x']
 * ```
 */
export function listSafetensors(bytes: Uint8Array): readonly string[] {
  return readHeader(plainBytes(bytes)).header.tensors.map(({ name }) => name);
}

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, and the tensors' bytes without holes or overlaps.
 *
 * In memory F16 and BF16 become float32, I64 and U64 become float64, BOOL becomes uint8 of 0 and 1; all else keeps its
 * type.
 *
 * Format: the safetensors format description (Hugging Face). All sizes are checked before a tensor is allocated.
 *
 * @throws FileFormatError when the file is malformed, the tensors do not fill the data exactly, a dtype is not
 * supported, a 64-bit integer is beyond ±(2^53 - 1), the tensors read are larger than `maxBytes`, or a name in
 * `entries` is not there
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from '@rubato/io';
 *
 * const bias = { dtype: 'float32', shape: [2], data: Float32Array.of(0.5, -1) } as const;
 * const bytes = writeSafetensors({ bias }, { metadata: { model: 'CTC-A' } });
 * const { tensors, metadata } = readSafetensors(bytes);
 * tensors.get('bias')?.data; // → Float32Array.of(0.5, -1)
 * metadata.get('model'); // → 'CTC-A'
 * ```
 */
export function readSafetensors(bytes: Uint8Array, options: EntryOptions = {}): Safetensors {
  const file = plainBytes(bytes);
  const maxBytes = resolveMaxBytes(options);
  const { header, dataStart } = readHeader(file);
  const wanted = options.entries === undefined ? undefined : new Set(options.entries);
  const selected = header.tensors.filter(({ name }) => wanted?.delete(name) ?? true);
  for (const name of wanted ?? []) {
    const names = header.tensors.map((tensor) => tensor.name);
    throw new FileFormatError('safetensors', `no tensor ${excerpt(name)}; there are: ${excerptList(names)}`);
  }
  let size = 0;
  for (const { stored, start, end } of selected) size += ((end - start) / stored.size) * bytesInMemory(stored);
  if (size > maxBytes) {
    throw new FileFormatError('safetensors', `the tensors take ${size} bytes, maxBytes is ${maxBytes}`, { byte: 8 });
  }
  const tensors = new Map<string, NumericArray>();
  for (const { name, stored, shape, start, end } of selected) {
    const raw = file.subarray(dataStart + start, dataStart + end);
    const data = decodeNumbers(stored, raw, true, options.copy ?? true, 'safetensors', `tensor ${excerpt(name)}`);
    tensors.set(name, { dtype: stored.dtype, shape, data });
  }
  return { tensors, metadata: header.metadata };
}

/**
 * Writes a safetensors file. The types with the largest elements come first, so that every tensor is aligned, as the
 * reference implementation does; else the given order is kept.
 *
 * @param tensors by name: a Map, or an object's own properties
 * @throws TypeError or RangeError when a tensor is not consistent, a metadata value is no text, or a name is
 * `__metadata__`
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from '@rubato/io';
 *
 * const steps = { dtype: 'int8', shape: [2, 2], data: Int8Array.of(1, 0, 1, 1) } as const;
 * [...readSafetensors(writeSafetensors({ steps })).tensors.keys()]; // → ['steps']
 * ```
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NumericArray> | Readonly<Record<string, NumericArray>>,
  options: WriteSafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  const pairs = entriesOf(tensors);
  for (const [name, tensor] of pairs) {
    if (name === METADATA_KEY) throw new RangeError(`a tensor cannot be named ${METADATA_KEY}`);
    if (/\p{Surrogate}/u.test(name)) throw new RangeError(`the tensor name ${excerpt(name)} is no valid text`);
    checkNumericArray(tensor, `tensors[${excerpt(name)}]`);
  }
  pairs.sort((a, b) => b[1].data.BYTES_PER_ELEMENT - a[1].data.BYTES_PER_ELEMENT);
  // Put together by hand: an object would move names such as "10" to the front, and lose "__proto__".
  const members: string[] = [];
  const metadata = entriesOf(options.metadata ?? {});
  if (metadata.length > 0) members.push(`"${METADATA_KEY}":{${metadata.map(formatMetadata).join(',')}}`);
  let size = 0;
  for (const [name, { dtype, shape, data }] of pairs) {
    const offsets = [size, size + data.byteLength];
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: codes[dtype], shape, data_offsets: offsets })}`);
    size += data.byteLength;
  }
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const length = Math.ceil(header.length / 8) * 8;
  if (length > LONGEST_HEADER) throw new RangeError(`the header takes ${length} bytes, more than ${LONGEST_HEADER}`);
  const file = new Uint8Array(8 + length + size).fill(0x20, 0, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(header, 8);
  let position = 8 + length;
  for (const [, { data }] of pairs) {
    file.set(encodeNumbers(data), position);
    position += data.byteLength;
  }
  return file;
}

function readHeader(file: Uint8Array): { readonly header: SafetensorsHeader; readonly dataStart: number } {
  const fail = (problem: string): never => {
    throw new FileFormatError('safetensors', problem, { byte: 0 });
  };
  if (file.length < 8) fail('the file ends before the header length');
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER) fail(`the header has ${length} bytes, more than ${LONGEST_HEADER}`);
  const dataStart = 8 + length;
  if (dataStart > file.length) fail(`the header has ${length} bytes, the file has ${file.length - 8} left`);
  return { header: parseSafetensorsHeader(file.subarray(8, dataStart), file.length - dataStart), dataStart };
}

function entriesOf<Value>(values: ReadonlyMap<string, Value> | Readonly<Record<string, Value>>): [string, Value][] {
  return values instanceof Map ? [...values] : Object.entries(values);
}

function formatMetadata([key, text]: readonly [string, string]): string {
  if (typeof text !== 'string') throw new TypeError(`metadata[${excerpt(key)}] is no text`);
  return `${JSON.stringify(key)}:${JSON.stringify(text)}`;
}
