import { describe, expect, it } from 'vitest';
import { badNumber, checkTemperature, checkWhole, isNumberList, show } from '../../src/problem/check.ts';
import { expectRefusal } from '../support/refusal.ts';

describe('show', () => {
  const itself: unknown[] = [];
  itself.push(itself);
  const nested = (depth: number): unknown => (depth === 0 ? 1 : Array.from({ length: 6 }, () => nested(0)).concat([[nested(depth - 1)]]));

  it('shows anything shortly', () => {
    const values: readonly (readonly [unknown, string])[] = [
      ['a short text', '"a short text"'],
      ['x'.repeat(50), `"${'x'.repeat(40)}…"`],
      [[1, 'a', null], '[1, "a", null]'],
      [[1, 2, 3, 4, 5, 6, 7], '[1, 2, 3, 4, 5, 6, …]'],
      [[[1], 2], '[a list, 2]'],
      [itself, '[a list]'],
      [nested(30), '[1, 1, 1, 1, 1, 1, …]'],
      [{}, 'an object'],
      [Object.create(null), 'an object'],
      [{ constructor: { name: Symbol('odd') } }, 'an object'],
      [{ constructor: null }, 'an object'],
      [new Map(), 'a Map'],
      [new Float32Array(1), 'a Float32Array'],
      [null, 'null'],
      [undefined, 'undefined'],
      [-0.5, '-0.5'],
      [NaN, 'NaN'],
      [10n ** 400n, 'a bigint'],
      [Symbol('s'), 'Symbol(s)'],
      [(): number => 1, 'a function'],
      [true, 'true'],
    ];
    for (const [value, expected] of values) expect(show(value)).toBe(expected);
  });
});

describe('badNumber', () => {
  it('takes numbers from the least to 1e140, and Infinity where it is allowed', () => {
    for (const value of [0, -0, 1e140, 5e-324]) expect(badNumber(value, 0, false)).toBe(false);
    expect(badNumber(Infinity, 0, true)).toBe(false);
    expect(badNumber(-1e140, -1e140, true)).toBe(false);
  });

  it('refuses everything else', () => {
    for (const value of [NaN, -1, 1.1e140, -Infinity, Infinity]) expect(badNumber(value, 0, false)).toBe(true);
    for (const value of [NaN, -Infinity, -1.1e140]) expect(badNumber(value, -1e140, true)).toBe(true);
  });
});

describe('checkWhole', () => {
  it.each([['1'], [1.5], [NaN], [Infinity], [2 ** 53], [null], [1n], [[1]]])('refuses %s', (value) => {
    expectRefusal(() => checkWhole('side', value, 1), { argument: 'side', expected: 'a whole number of at least 1' });
  });

  it('names the index and the range', () => {
    expectRefusal(() => checkWhole('side', 4, 1, 3, [2]), {
      argument: 'side',
      index: [2],
      found: '4',
      expected: 'a whole number from 1 to 3',
    });
    checkWhole('side', 3, 1, 3);
  });
});

describe('checkTemperature', () => {
  it('takes 1e-100 to 1e100', () => {
    expect([1e-100, 1, 1e100].map((value) => checkTemperature(value))).toEqual([1e-100, 1, 1e100]);
  });

  it.each([[0], [-1], [NaN], [Infinity], [1e101], [1e-101], ['1'], [undefined]])('refuses %s', (value) => {
    expectRefusal(() => checkTemperature(value), { argument: 'temperature', expected: 'a number from 1e-100 to 1e+100' });
  });
});

describe('isNumberList', () => {
  it('takes lists and typed arrays of numbers only', () => {
    for (const value of [[], new Float64Array(1), new Uint8ClampedArray(1)]) expect(isNumberList(value)).toBe(true);
    const others = ['12', { length: 1 }, null, new BigInt64Array(1), new BigUint64Array(1), new DataView(new ArrayBuffer(8)), new Set()];
    for (const value of others) expect(isNumberList(value)).toBe(false);
  });
});
