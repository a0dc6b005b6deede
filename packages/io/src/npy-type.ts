import { excerpt } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import type { DType } from './numeric-array.ts';
import { type StoredType, storedTypes, type StoredTypeName } from './stored-numbers.ts';

/** An element type of the .npy format, understood. */
export interface NpyType {
  readonly stored: StoredType;
  readonly littleEndian: boolean;
}

const namesByCode: ReadonlyMap<string, StoredTypeName> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['b1', 'bool'],
  ['?', 'bool'],
]);

/** Kinds of numpy that are no numbers of ours, and what they are. */
const otherKinds: ReadonlyMap<string, string> = new Map([
  ['O', 'Python objects (a pickle), which are never read'],
  ['c', 'complex numbers'],
  ['f', 'floating-point numbers of another size'],
  ['S', 'byte strings'],
  ['U', 'text'],
  ['V', 'raw bytes or a structured type'],
  ['M', 'dates'],
  ['m', 'time spans'],
]);

/** Reads a `descr` such as `'<f4'`. @throws FileFormatError when it is no type of numbers that this package reads */
export function parseNpyType(descr: string, position: number): NpyType {
  const order = /^[<>|=]/.test(descr) ? descr[0] : '';
  const code = descr.slice(order.length);
  const fail = (problem: string): never => {
    throw new FileFormatError('npy', `the element type ${excerpt(descr)} ${problem}`, { byte: position });
  };
  const name = namesByCode.get(code);
  if (name === undefined) {
    const meaning = otherKinds.get(code[0] ?? '');
    const held = meaning === undefined ? 'is unknown' : `stands for ${meaning}`;
    return fail(`${held}; types that are read: b1, i1 to i8, u1 to u8, f2, f4, f8`);
  }
  const stored = storedTypes[name];
  // numpy never writes "=" (this machine's order) or an order of "|" for more than one byte: which machine wrote it?
  if (stored.size > 1 && order !== '<' && order !== '>') {
    return fail('has no byte order; write "<" or ">"');
  }
  return { stored, littleEndian: order !== '>' };
}

/** The `descr` that each dtype is written with. */
export const npyDescriptions: Readonly<Record<DType, string>> = {
  float32: '<f4',
  float64: '<f8',
  int8: '|i1',
  uint8: '|u1',
  int16: '<i2',
  uint16: '<u2',
  int32: '<i4',
  uint32: '<u4',
};
