import { describe, expect, it } from 'vitest';
import { isNumericArray, type NumericArray } from '@rubato/io';
import { checkNumericArray, dataConstructors, dtypeOf, dtypes, isDType } from '../src/numeric-array.ts';

describe('dtypes', () => {
  it.each(dtypes)('%s is the dtype of its typed array', (dtype) => {
    expect(dtypeOf(new dataConstructors[dtype](1))).toBe(dtype);
  });

  it('are no others', () => {
    expect(dtypes).toEqual(['float32', 'float64', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32']);
    for (const wrong of ['float16', '__proto__', 'constructor', 'toString', '', 3, undefined]) expect(isDType(wrong)).toBe(false);
    for (const other of [new BigInt64Array(1), new Uint8ClampedArray(1), new DataView(new ArrayBuffer(1)), [1], 'Float32']) {
      expect(dtypeOf(other)).toBeUndefined();
    }
  });
});

describe('isNumericArray', () => {
  it('asks for data, shape and dtype', () => {
    expect(isNumericArray({ dtype: 'int8', shape: [1], data: Int8Array.of(1) })).toBe(true);
    for (const wrong of [null, 3, [], {}, { dtype: 'int8', shape: [1], data: [1] }, { dtype: 'x', shape: [], data: new Int8Array(1) }]) {
      expect(isNumericArray(wrong)).toBe(false);
    }
  });
});

describe('checkNumericArray', () => {
  const good: NumericArray = { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) };

  it('accepts consistent arrays', () => {
    expect(() => checkNumericArray(good, 'array')).not.toThrow();
    expect(() => checkNumericArray({ dtype: 'uint8', shape: [], data: new Uint8Array(1) }, 'array')).not.toThrow();
  });

  it.each<[string, object, RegExp]>([
    ['no array', { shape: undefined }, /^TypeError: cost must be an array \{ data, shape, dtype \}/],
    ['another dtype', { dtype: 'float64' }, /^TypeError: cost\.data is a float32 array, its dtype says float64/],
    ['a short shape', { shape: [2, 2] }, /^RangeError: cost\.shape \[2, 2\] holds 4 numbers, cost\.data has 6/],
    ['an overflowing shape', { shape: [2 ** 40, 2 ** 40] }, /holds too many numbers, cost\.data has 6/],
    ['a fraction', { shape: [2, 1.5] }, /^RangeError: cost\.shape\[1\] is 1\.5, not a whole number ≥ 0/],
    ['a negative side', { shape: [-2, -3] }, /cost\.shape\[0\] is -2/],
    ['65 dimensions', { shape: Array.from({ length: 65 }, () => 1) }, /65 dimensions, more than 64/],
  ])('refuses %s', (_, change, message) => {
    let thrown: unknown;
    try {
      checkNumericArray({ ...good, ...change }, 'cost');
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toMatch(message);
  });
});
