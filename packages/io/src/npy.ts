import { FileFormatError } from './file-format-error.ts';
import { fromFortranOrder } from './fortran-order.ts';
import { type NpyHeader, parseNpyHeader } from './npy-header.ts';
import { npyDescriptions, parseNpyType } from './npy-type.ts';
import { checkNumericArray, type NumericArray } from './numeric-array.ts';
import { plainBytes, type ReadOptions, resolveMaxBytes } from './read-options.ts';
import { describeShape, elementCount } from './shape.ts';
import { bytesInMemory, decodeNumbers, encodeNumbers } from './stored-numbers.ts';

/** An array from an .npy file, and how it lay there. */
export interface NpyArray extends NumericArray {
  /** The header as the file has it; `dtype` and the order of `data` are those in memory. */
  readonly header: NpyHeader;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** numpy pads the header so that the data begins at a multiple of this. */
const ALIGNMENT = 64;

/** Headers of plain numbers are far shorter; longer ones describe structured types. */
export const LONGEST_NPY_HEADER: number = 1 << 16;

/** Whether bytes begin as every .npy file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads an .npy file (version 1.0, 2.0 or 3.0, either byte order, C or Fortran order) of booleans, integers or floats.
 *
 * In memory `f2` becomes float32, `i8` and `u8` become float64, `b1` becomes uint8 of 0 and 1; all else keeps its type.
 * The result is always in C order, and owns its data unless `copy` is false.
 *
 * Format: NEP 1, numpy.lib.format. Header, shape and data size are checked before anything is allocated.
 *
 * @throws FileFormatError when the file is malformed, truncated, has bytes left over, holds other than numbers, is
 * larger than `maxBytes`, or has a 64-bit integer beyond ±(2^53 - 1)
 *
 * @example
 * ```ts
 * import { readNpy, writeNpy } from '@rubato/io';
 *
 * const bytes = writeNpy({ dtype: 'int16', shape: [2, 3], data: Int16Array.of(1, 2, 3, 4, 5, 6) });
 * const array = readNpy(bytes);
 * array.shape; // → [2, 3]
 * Array.from(array.data); // → [1, 2, 3, 4, 5, 6]
 * array.header.descr; // → '<i2'
 * ```
 */
export function readNpy(bytes: Uint8Array, options: ReadOptions = {}): NpyArray {
  const file = plainBytes(bytes);
  const maxBytes = resolveMaxBytes(options);
  const { literal, start, end } = locateHeader(file);
  const header = parseNpyHeader(literal, start);
  const { stored, littleEndian } = parseNpyType(header.descr, start);

  const count = elementCount(header.shape);
  const needed = count === undefined ? Infinity : count * stored.size;
  const available = file.length - end;
  const what = `shape ${describeShape(header.shape)} of '${header.descr}'`;
  if (needed !== available) {
    const needs = Number.isFinite(needed) ? `${needed}` : 'more than 2^53';
    throw new FileFormatError('npy', `${what} needs ${needs} bytes of data, the file has ${available}`, { byte: end });
  }
  const size = (needed / stored.size) * bytesInMemory(stored);
  if (size > maxBytes) {
    throw new FileFormatError('npy', `${what} takes ${size} bytes, more than the ${maxBytes} allowed`, { byte: start });
  }
  const data = decodeNumbers(stored, file.subarray(end), littleEndian, options.copy ?? true, 'npy', 'the array');
  return {
    dtype: stored.dtype,
    shape: header.shape,
    data: header.fortranOrder ? fromFortranOrder(stored.dtype, data, header.shape) : data,
    header,
  };
}

/**
 * Writes an .npy file: version 1.0, little-endian, C order, the data aligned to 64 bytes as numpy does.
 *
 * @throws TypeError or RangeError when `array` is not consistent
 *
 * @example
 * ```ts
 * import { writeNpy } from '@rubato/io';
 *
 * writeNpy({ dtype: 'float64', shape: [], data: Float64Array.of(0.5) }).length; // → 136
 * ```
 */
export function writeNpy(array: NumericArray): Uint8Array<ArrayBuffer> {
  checkNumericArray(array, 'array');
  const { shape } = array;
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const literal = `{'descr': '${npyDescriptions[array.dtype]}', 'fortran_order': False, 'shape': (${sides}), }`;
  const prefix = MAGIC.length + 4;
  const end = Math.ceil((prefix + literal.length + 1) / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(end + array.data.byteLength);
  file.set(MAGIC);
  file[6] = 1;
  new DataView(file.buffer).setUint16(8, end - prefix, true);
  for (let i = prefix; i < end; i++) file[i] = literal.charCodeAt(i - prefix) || 0x20;
  file[end - 1] = 0x0a;
  file.set(encodeNumbers(array.data), end);
  return file;
}

interface LocatedHeader {
  readonly literal: string;
  readonly start: number;
  readonly end: number;
}

function locateHeader(file: Uint8Array): LocatedHeader {
  if (!isNpy(file)) throw new FileFormatError('npy', 'the file does not begin with "\\x93NUMPY"', { byte: 0 });
  const major = file[6];
  if (![1, 2, 3].includes(major) || file[7] !== 0) {
    const version = file.length < 8 ? 'missing' : `${major}.${file[7]}`;
    throw new FileFormatError('npy', `the version is ${version}, not 1.0, 2.0 or 3.0`, { byte: 6 });
  }
  const start = major === 1 ? 10 : 12;
  if (file.length < start) throw new FileFormatError('npy', 'the file ends before the header length', { byte: 8 });
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const end = start + length;
  if (end > file.length) {
    const left = file.length - start;
    throw new FileFormatError('npy', `the header has ${length} bytes, the file has ${left} left`, { byte: 8 });
  }
  if (length > LONGEST_NPY_HEADER) {
    const needs = `plain numbers need at most ${LONGEST_NPY_HEADER}`;
    throw new FileFormatError('npy', `the header has ${length} bytes; ${needs}`, { byte: 8 });
  }
  // Latin-1 by hand: TextDecoder's "latin1" is windows-1252. Version 3.0 differs (UTF-8) only in names of fields.
  let literal = '';
  for (let i = start; i < end; i++) literal += String.fromCharCode(file[i]);
  return { literal, start, end };
}
