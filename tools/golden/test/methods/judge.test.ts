import { expect, it } from 'vitest';
import { judge } from '../../src/methods/judge.ts';

const quantity = 'q';

it('names the worst entry, and allows a share of the largest', () => {
  const found = judge('a', { quantity, actual: [1, 10, 3.5], expected: [1.1, 10, 3], absolute: 0.1, relative: 0.05 });
  expect(found).toEqual({ id: 'a', quantity, error: 0.5, tolerance: 0.6, position: 2, actual: 3.5, expected: 3 });
});

it('takes NaN, a missing number and an infinity for as wrong as can be, and infinities alike for right', () => {
  const of = (actual: number[], expected: number[]) => judge('a', { quantity, actual, expected, absolute: 1, relative: 0 }).error;
  expect(of([0, Number.NaN], [0, 0])).toBe(Infinity);
  expect(of([0], [0, 0])).toBe(Infinity);
  expect(of([Infinity], [-Infinity])).toBe(Infinity);
  expect(of([Infinity], [Infinity])).toBe(0);
});
