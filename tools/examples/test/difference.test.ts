import { describe, expect, it } from 'vitest';
import { difference } from '../src/difference.ts';

describe('difference', () => {
  it.each<[unknown, unknown]>([
    [1, 1 + 1e-10],
    [1e12, 1e12 + 1],
    [NaN, NaN],
    [-0, 0],
    [Infinity, Infinity],
    ['a', 'a'],
    [2n, 2n],
    [undefined, undefined],
    [Float64Array.of(1, 2), [1, 2]],
    [Int32Array.of(1, 2), Int32Array.of(1, 2)],
    [{ a: [1, { b: 0.1 + 0.2 }] }, { a: [1, { b: 0.3 }] }],
    [Object.freeze({ a: 1 }), { a: 1 }],
    [new Map([[1, 2]]), new Map([[1, 2]])],
  ])('%o agrees with %o', (actual, expected) => {
    expect(difference(actual, expected)).toBeUndefined();
  });

  it.each<[unknown, unknown]>([
    [1, 1 + 1e-8],
    [0, 1e-8],
    [NaN, 0],
    [Infinity, -Infinity],
    [1, '1'],
    [2n, 2],
    [null, {}],
    [[1, 2], [1]],
    [[1], Float64Array.of(1)],
    [Float64Array.of(1), Int32Array.of(1)],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [new Map([[1, 2]]), new Map()],
    [new Map([[1, 2]]), {}],
    [[], {}],
    [{}, []],
  ])('%o differs from %o', (actual, expected) => {
    expect(difference(actual, expected)).toBeTypeOf('string');
  });

  it('names the place', () => {
    expect(difference({ a: [1, 2] }, { a: [1, 3] })).toBe('the value.a[1] is 2, the example says 3');
  });
});
