import fc from 'fast-check';
import type { DType, NumericArray } from '@rubato/io';
import { dataConstructors, dtypes } from '../../src/numeric-array.ts';

/** Shapes with up to five dimensions, sides of 0 and no dimensions included. */
export const anyShape: fc.Arbitrary<number[]> = fc.array(fc.nat(5), { maxLength: 5 });

/** Arrays of every bit pattern (NaN payloads, denormals, -0, infinities), of a given dtype and shape. */
export function arrayOf(dtype: DType, shape: readonly number[]): fc.Arbitrary<NumericArray> {
  const Data = dataConstructors[dtype];
  const count = shape.reduce((product, side) => product * side, 1);
  const length = count * Data.BYTES_PER_ELEMENT;
  return fc
    .oneof(
      fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => bytes.slice()),
      // Numbers as people write them: random bits are hardly ever whole, small or special.
      fc
        .array(fc.oneof(fc.integer({ min: -128, max: 255 }), fc.double(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 5e-324)), {
          minLength: count,
          maxLength: count,
        })
        .map((numbers) => {
          const data = new Data(count);
          data.set(numbers);
          return new Uint8Array(data.buffer);
        }),
    )
    .map((bytes) => ({ dtype, shape, data: new Data(bytes.buffer, 0, count) }));
}

/** Arrays of any dtype and shape. */
export const anyArray: fc.Arbitrary<NumericArray> = fc
  .tuple(fc.constantFrom(...dtypes), anyShape)
  .chain(([dtype, shape]) => arrayOf(dtype, shape));

/** Names, from plain ones to those that trip up objects. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', '10', 'ä/ö', '..', 'a.npy', '\u{1f3b5}'),
);

/** The bits of an array's elements: equality of these is stricter than equality of numbers. */
export function bitsOf(array: NumericArray): number[] {
  const { data } = array;
  return Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
