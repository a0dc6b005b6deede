import { FileFormatError, type FileFormat } from './file-format-error.ts';
import { type ArrayData, type DType, dataConstructors } from './numeric-array.ts';

/** Element types as files store them: those in memory, and five that are widened when read. */
export type StoredTypeName = DType | 'float16' | 'bfloat16' | 'int64' | 'uint64' | 'bool';

/** How an element lies in a file, and the dtype that it has in memory. */
export interface StoredType {
  readonly name: StoredTypeName;
  /** Bytes an element in the file. */
  readonly size: number;
  readonly dtype: DType;
  /** Writes each element of a file, read at `i · size`, to `data[i]`; absent where the bytes are those in memory. */
  readonly widen?: (view: DataView, littleEndian: boolean, data: ArrayData[DType]) => Refusal | undefined;
}

/** The first element that has no counterpart in memory, and why. */
interface Refusal {
  readonly index: number;
  readonly problem: string;
}

/** All stored types by name. */
export const storedTypes: Readonly<Record<StoredTypeName, StoredType>> = {
  float32: { name: 'float32', size: 4, dtype: 'float32' },
  float64: { name: 'float64', size: 8, dtype: 'float64' },
  int8: { name: 'int8', size: 1, dtype: 'int8' },
  uint8: { name: 'uint8', size: 1, dtype: 'uint8' },
  int16: { name: 'int16', size: 2, dtype: 'int16' },
  uint16: { name: 'uint16', size: 2, dtype: 'uint16' },
  int32: { name: 'int32', size: 4, dtype: 'int32' },
  uint32: { name: 'uint32', size: 4, dtype: 'uint32' },
  float16: { name: 'float16', size: 2, dtype: 'float32', widen: widenFloat16 },
  bfloat16: { name: 'bfloat16', size: 2, dtype: 'float32', widen: widenBfloat16 },
  int64: { name: 'int64', size: 8, dtype: 'float64', widen: widenInt64 },
  uint64: { name: 'uint64', size: 8, dtype: 'float64', widen: widenUint64 },
  bool: { name: 'bool', size: 1, dtype: 'uint8', widen: widenBool },
};

/** Bytes an element of a stored type takes in memory. */
export function bytesInMemory(stored: StoredType): number {
  return dataConstructors[stored.dtype].BYTES_PER_ELEMENT;
}

/**
 * The elements that `bytes` hold, as a typed array: its own copy, or with `copy` false a view where that is possible.
 * Sizes are the caller's to check: this allocates `bytes.length` bytes, for the 16-bit floats twice as many.
 * @throws FileFormatError when an element has no counterpart in memory
 */
export function decodeNumbers(
  stored: StoredType,
  bytes: Uint8Array,
  littleEndian: boolean,
  copy: boolean,
  format: FileFormat,
  what: string,
): ArrayData[DType] {
  const Data = dataConstructors[stored.dtype];
  const count = bytes.length / stored.size;
  if (stored.widen !== undefined) {
    const data = new Data(count);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const refusal = stored.widen(view, littleEndian, data);
    if (refusal !== undefined) {
      const place = `${what}: element ${refusal.index} (from 0, in the file's order)`;
      throw new FileFormatError(format, `${place} ${refusal.problem}`);
    }
    return data;
  }
  const inHostOrder = stored.size === 1 || littleEndian === hostIsLittleEndian;
  if (!copy && inHostOrder && bytes.byteOffset % stored.size === 0) {
    return new Data(bytes.buffer, bytes.byteOffset, count);
  }
  const own = new Uint8Array(bytes.length);
  own.set(bytes);
  if (!inHostOrder) reverseEach(own, stored.size);
  return new Data(own.buffer, 0, count);
}

/** The elements of a typed array as little-endian bytes: a copy. */
export function encodeNumbers(data: ArrayData[DType]): Uint8Array<ArrayBuffer> {
  const own = new Uint8Array(data.byteLength);
  own.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (!hostIsLittleEndian) reverseEach(own, data.BYTES_PER_ELEMENT);
  return own;
}

const hostIsLittleEndian: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Reverses the bytes of each element in place. */
function reverseEach(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

/** IEEE 754-2019, binary16: 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits. Every value is a float32. */
function widenFloat16(view: DataView, littleEndian: boolean, data: ArrayData[DType]): undefined {
  for (let i = 0; i < data.length; i++) {
    const bits = view.getUint16(2 * i, littleEndian);
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    let magnitude;
    if (exponent === 0) magnitude = fraction * 2 ** -24;
    else if (exponent === 31) magnitude = fraction === 0 ? Infinity : NaN;
    else magnitude = (1024 + fraction) * 2 ** (exponent - 25);
    data[i] = bits & 0x8000 ? -magnitude : magnitude;
  }
  return undefined;
}

/** A bfloat16 is the upper half of a float32. */
function widenBfloat16(view: DataView, littleEndian: boolean, data: ArrayData[DType]): undefined {
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
  for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(2 * i, littleEndian) << 16;
  return undefined;
}

function widenInt64(view: DataView, littleEndian: boolean, data: ArrayData[DType]): Refusal | undefined {
  for (let i = 0; i < data.length; i++) {
    const high = view.getInt32(8 * i + (littleEndian ? 4 : 0), littleEndian);
    const low = view.getUint32(8 * i + (littleEndian ? 0 : 4), littleEndian);
    // Rounding cannot bring an unsafe integer into the safe range: 2^53 itself is a float64.
    data[i] = high * 2 ** 32 + low;
    if (!Number.isSafeInteger(data[i])) return beyondSafeRange(i, view.getBigInt64(8 * i, littleEndian));
  }
  return undefined;
}

function widenUint64(view: DataView, littleEndian: boolean, data: ArrayData[DType]): Refusal | undefined {
  for (let i = 0; i < data.length; i++) {
    const high = view.getUint32(8 * i + (littleEndian ? 4 : 0), littleEndian);
    const low = view.getUint32(8 * i + (littleEndian ? 0 : 4), littleEndian);
    data[i] = high * 2 ** 32 + low;
    if (!Number.isSafeInteger(data[i])) return beyondSafeRange(i, view.getBigUint64(8 * i, littleEndian));
  }
  return undefined;
}

function beyondSafeRange(index: number, value: bigint): Refusal {
  return { index, problem: `is ${value}; 64-bit integers are read as numbers, which hold them to ±(2^53 - 1)` };
}

function widenBool(view: DataView, _littleEndian: boolean, data: ArrayData[DType]): Refusal | undefined {
  for (let i = 0; i < data.length; i++) {
    data[i] = view.getUint8(i);
    if (data[i] > 1) return { index: i, problem: `is the byte ${data[i]}; a truth value is 0 or 1` };
  }
  return undefined;
}
