import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson, type JsonValue, type NumericArray, toNumericArray } from '@rubato/io';
import { anyShape, arrayOf } from './support/arbitraries.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

describe('toNumericArray', () => {
  it('reads nested lists, numbers and arrays', () => {
    expect(
      toNumericArray([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual({ dtype: 'float64', shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(toNumericArray(-0)).toEqual({ dtype: 'float64', shape: [], data: Float64Array.of(-0) });
    expect(toNumericArray([])).toEqual({ dtype: 'float64', shape: [0], data: new Float64Array(0) });
    expect(toNumericArray([[], []]).shape).toEqual([2, 0]);
    const array: NumericArray = { dtype: 'int8', shape: [1], data: Int8Array.of(1) };
    expect(toNumericArray(array)).toBe(array);
  });

  it('brings listed arrays back, number for number', () => {
    const listable = anyShape.filter((shape) => !shape.includes(0)).chain((shape) => arrayOf('float64', shape));
    fc.assert(
      fc.property(listable, (array) => {
        const again = toNumericArray(decodeJson(encodeJson(array, { mostListed: Infinity })));
        expect(again.shape).toEqual(array.shape);
        expect([...again.data]).toEqual([...array.data]);
      }),
    );
  });

  it.each<[JsonValue, RegExp]>([
    [[[1, 2], [3]], /cost\[1\] has 1 items, the first such list has 2/],
    [[[1], [2, 3]], /cost\[1\] has 2 items, the first such list has 1/],
    [[1, [2]], /cost\[1\] is a list of 1, not a number/],
    [[[1], 2], /cost\[1\] is a number, not a list of 1/],
    [[[1], []], /cost\[1\] has 0 items/],
    [[[], [1]], /cost\[1\] has 1 items, the first such list has 0/],
    [[1, 'x'], /cost\[1\] is the text "x", not a number/],
    [[1, null], /cost\[1\] is null, not a number/],
    [[true], /cost\[0\] is a boolean/],
    [{}, /cost is an object, not a number/],
    [[{ dtype: 'int8', shape: [1], data: Int8Array.of(1) }], /cost\[0\] is an array, not a number/],
  ])('refuses %j', (value, message) => {
    expect(formatErrorOf(() => toNumericArray(value, 'cost')).message).toMatch(message);
  });

  it('refuses more than 64 dimensions, and more than maxBytes', () => {
    const deep = JSON.parse('['.repeat(65) + ']'.repeat(65)) as JsonValue;
    expect(formatErrorOf(() => toNumericArray(deep)).message).toMatch(/more than 64 dimensions/);
    expect(toNumericArray([1, 2], 'x', { maxBytes: 16 }).shape).toEqual([2]);
    expect(formatErrorOf(() => toNumericArray([1, 2], 'x', { maxBytes: 15 })).message).toMatch(
      /x of shape \[2\] takes more than maxBytes, 15/,
    );
  });
});
