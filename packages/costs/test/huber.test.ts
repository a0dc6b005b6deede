import { describe, expect, it } from 'vitest';
import { huber } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (parameters: Record<string, number> = {}): PreparedCost => huber.prepare({ name: 'huber', parameters }, 2);

describe('huber', () => {
  it('is ½r² up to δ and δ(|r| - ½δ) beyond, in each dimension', () => {
    const cost = prepare({ delta: 2 });
    expect(costOf(cost, [0, 0], [1, -5])).toBe(0.5 + 2 * (5 - 1));
    expectClose(gradientsOf(cost, [0, 0], [1, -5]).x, [-1, 2]);
  });
  it('has δ = 1 by default, and is smooth at δ', () => {
    expect(costOf(prepare(), [0, 0], [3, 0])).toBe(2.5);
    expect(costOf(prepare(), [0, 0], [1, 0])).toBe(0.5);
    expect(gradientsOf(prepare(), [1, 0], [0, 0]).x).toEqual([1, 0]);
  });
  it('stays finite with a large δ at the edge of the domain', () => {
    expectClose([costOf(prepare({ delta: 1e300 }), [1e140, 0], [-1e140, 0])], [2e280]);
  });
  it.each([0, -1, NaN, Infinity])('refuses δ = %s', (delta) => {
    expect(() => prepare({ delta })).toThrow(RangeError);
    expect(() => prepare({ delta })).toThrow(/'huber': parameter 'delta' must be a finite number above 0, got/);
  });
});
