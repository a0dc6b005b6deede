import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../../src/measure/compare.ts';

const tolerance = { value: 1e-3, gradient: 1e-2 };
const reference = { values: [1000, 0.5], gradient: Float32Array.of(0, 1, 0.5) };

describe('compareAnswers', () => {
  it('tells the largest differences: of values relative above 1, of gradients absolute', () => {
    const { value, gradient } = compareAnswers(
      { values: [1000.5, 0.5001], gradient: Float32Array.of(0, 0.995, 0.5) },
      reference,
      tolerance,
    );
    expect(value).toBeCloseTo(5e-4, 9);
    expect(gradient).toBeCloseTo(5e-3, 6);
  });

  it('measures large gradients by their largest entry', () => {
    const large = { values: [1], gradient: Float32Array.of(1000, -500) };
    expect(compareAnswers({ values: [1], gradient: Float32Array.of(1001, -500) }, large, tolerance).gradient).toBeCloseTo(1e-3, 6);
  });

  it.each([
    ['a value too far', { ...reference, values: [1002, 0.5] }, /values differ by 0.002/],
    ['a value that is no number', { ...reference, values: [1000, NaN] }, /values differ by NaN/],
    ['a gradient too far', { ...reference, gradient: Float32Array.of(0, 1.1, 0.5) }, /gradients differ by 0.1/],
    ['a gradient that is no number', { ...reference, gradient: Float32Array.of(NaN, 1, 0.5) }, /gradients differ by NaN/],
    ['no gradient', { values: reference.values }, /a gradient of undefined numbers, the reference has 3/],
    ['too few values', { ...reference, values: [1000] }, /1 values, the reference has 2/],
  ])('refuses %s', (_, answer, message) => {
    expect(() => compareAnswers(answer, reference, tolerance)).toThrow(message);
  });

  it('compares paths cell by cell', () => {
    const expected = { values: [1], path: [0, 0, 1, 1, 2, 1] };
    expect(compareAnswers({ values: [1], path: Int32Array.of(0, 0, 1, 1, 2, 1) }, expected, tolerance)).toEqual({ value: 0, gradient: 0 });
    expect(() => compareAnswers({ values: [1], path: [0, 0, 1, 0, 2, 1] }, expected, tolerance)).toThrow(/at its cell 1/);
    expect(() => compareAnswers({ values: [1], path: [0, 0, 2, 1] }, expected, tolerance)).toThrow(/a path of 4 numbers/);
  });
});
