import { describeShape, elementCount, isSide, MOST_DIMENSIONS } from './shape.ts';

/** The typed array that holds the elements of each dtype. */
export interface ArrayData {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int8: Int8Array;
  readonly uint8: Uint8Array;
  readonly int16: Int16Array;
  readonly uint16: Uint16Array;
  readonly int32: Int32Array;
  readonly uint32: Uint32Array;
}

/** The name of an element type in memory. */
export type DType = keyof ArrayData;

/**
 * An array of numbers in C order: the last index runs fastest.
 *
 * `data.length` is the product of `shape`; the shape `[]` is one number.
 */
export interface NumericArray<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: ArrayData[D];
}

type DataConstructors = { readonly [D in DType]: DataConstructor<ArrayData[D]> };

interface DataConstructor<Data> {
  new (length: number): Data;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Data;
  readonly BYTES_PER_ELEMENT: number;
}

/** The typed array's constructor of each dtype. */
export const dataConstructors: DataConstructors = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
};

/** All dtypes, for messages and checks. */
export const dtypes: readonly DType[] = Object.keys(dataConstructors) as DType[];

/** Whether a text names a dtype. */
export function isDType(text: unknown): text is DType {
  return typeof text === 'string' && Object.hasOwn(dataConstructors, text);
}

/** The dtype of a typed array, or undefined when it is none of ours (a Float16Array, a BigInt64Array, a DataView). */
export function dtypeOf(data: unknown): DType | undefined {
  if (!ArrayBuffer.isView(data)) return undefined;
  // The tag, not instanceof: arrays may come from another realm (a worker's test runner, an iframe).
  const name = Object.prototype.toString.call(data).slice('[object '.length, -'Array]'.length).toLowerCase();
  return isDType(name) ? name : undefined;
}

/** Whether a value has the form of a `NumericArray`: a typed array as `data`, a `shape`, a `dtype`. */
export function isNumericArray(value: unknown): value is NumericArray {
  if (typeof value !== 'object' || value === null) return false;
  const { data, shape, dtype } = value as Partial<Record<'data' | 'shape' | 'dtype', unknown>>;
  return isDType(dtype) && Array.isArray(shape) && ArrayBuffer.isView(data);
}

/** @throws TypeError or RangeError that names the argument when `array` is not a whole, consistent `NumericArray` */
export function checkNumericArray(array: NumericArray, argument: string): void {
  if (!isNumericArray(array)) {
    throw new TypeError(`${argument} must be an array { data, shape, dtype } with a typed array as data`);
  }
  if (dtypeOf(array.data) !== array.dtype) {
    const actual = dtypeOf(array.data) ?? 'different';
    throw new TypeError(`${argument}.data is a ${actual} array, its dtype says ${array.dtype}`);
  }
  const { shape, data } = array;
  if (shape.length > MOST_DIMENSIONS) {
    throw new RangeError(`${argument}.shape has ${shape.length} dimensions, more than ${MOST_DIMENSIONS}`);
  }
  const wrong = shape.findIndex((side) => !isSide(side));
  if (wrong >= 0) throw new RangeError(`${argument}.shape[${wrong}] is ${shape[wrong]}, not a whole number ≥ 0`);
  const count = elementCount(shape);
  if (count !== data.length) {
    const holds = `${argument}.shape ${describeShape(shape)} holds ${count ?? 'too many'} numbers`;
    throw new RangeError(`${holds}, ${argument}.data has ${data.length}`);
  }
}
