import { describe, expect, it } from 'vitest';
import { encodeJson, type NumericArray } from '@rubato/io';

const matrix: NumericArray = { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, NaN, -Infinity, -0) };

describe('encodeJson', () => {
  it('writes JSON as JSON.stringify does', () => {
    const value = { a: [1, -2.5, 1e21, 'text "x"\n', null, true, []], b: {}, c: undefined, 'd\u2028': 5e-324 };
    expect(encodeJson(value)).toBe(JSON.stringify(value));
  });

  it('writes the numbers that JSON lacks', () => {
    expect(encodeJson([Infinity, -Infinity, NaN, -0])).toBe('["inf","-inf","nan",-0]');
  });

  it('writes small arrays as lists', () => {
    expect(encodeJson({ matrix, list: Int8Array.of(1, -1) })).toBe('{"matrix":[[1,"nan"],["-inf",-0]],"list":[1,-1]}');
    expect(encodeJson({ dtype: 'int8', shape: [], data: Int8Array.of(3) })).toBe('3');
    expect(encodeJson({ dtype: 'int8', shape: [0], data: new Int8Array(0) })).toBe('[]');
  });

  it('writes large arrays, and shapes that no list has, as base64', () => {
    expect(encodeJson(matrix, { mostListed: 3 })).toBe('{"dtype":"float32","shape":[2,2],"base64":"AACAPwAAwH8AAID/AAAAgA=="}');
    expect(encodeJson({ dtype: 'int8', shape: [0, 12], data: new Int8Array(0) })).toBe('{"dtype":"int8","shape":[0,12],"base64":""}');
    expect(encodeJson(new Uint8Array(1000)).startsWith('[0,')).toBe(true);
    expect(encodeJson(new Uint8Array(1001)).startsWith('{"dtype":"uint8","shape":[1001],')).toBe(true);
  });

  const circular: unknown[] = [];
  circular.push(circular);
  it.each<[string, unknown, RegExp]>([
    ['a function', { a: [() => 1] }, /^TypeError: \$\.a\[0\] is of type function/],
    ['a bigint', [1n], /^TypeError: \$\[0\] is of type bigint/],
    ['undefined in a list', [undefined], /^TypeError: \$\[0\] is of type undefined/],
    ['a Map', { m: new Map() }, /^TypeError: \$\.m is a Map/],
    ['a Date', new Date(0), /^TypeError: \$ is a Date/],
    ['64-bit integers', new BigInt64Array(1), /^TypeError: \$ is a BigInt64Array/],
    ['the text "nan"', { a: 'nan' }, /^RangeError: \$\.a is the text "nan"/],
    ['the key base64', { base64: 1 }, /^RangeError: \$ has the reserved key "base64"/],
    ['the key __proto__', JSON.parse('{"__proto__":1}'), /^RangeError: \$ has the reserved key "__proto__"/],
    ['a value that contains itself', circular, /^RangeError: \$(\[0\])+\[?… is nested deeper than 100 levels, or contains itself/],
    ['an inconsistent array', { a: { ...matrix, shape: [3] } }, /^RangeError: \$\.a\.shape \[3\] holds 3 numbers/],
  ])('refuses %s', (_, value, message) => {
    let thrown: unknown;
    try {
      encodeJson(value);
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toMatch(message);
  });

  it('refuses a threshold that is no number', () => {
    expect(() => encodeJson([], { mostListed: NaN })).toThrow(RangeError);
  });
});
