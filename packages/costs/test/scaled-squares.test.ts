import { describe, expect, it } from 'vitest';
import { halfSquaredEuclidean, squaredEuclidean } from '@rubato/costs';
import type { LocalCost, PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (cost: LocalCost): PreparedCost => cost.prepare({ name: cost.name }, 2);

describe('squaredEuclidean and halfSquaredEuclidean', () => {
  it('differ by the factor ½, in value and gradient', () => {
    expect(costOf(prepare(squaredEuclidean), [1, 2], [4, 6])).toBe(25);
    expect(gradientsOf(prepare(squaredEuclidean), [1, 2], [4, 6])).toEqual({ x: [-6, -8], y: [6, 8] });
    expect(costOf(prepare(halfSquaredEuclidean), [1, 2], [4, 6])).toBe(12.5);
    expect(gradientsOf(prepare(halfSquaredEuclidean), [1, 2], [4, 6])).toEqual({ x: [-3, -4], y: [3, 4] });
  });
  it('does not overflow at the edge of the domain', () => {
    const { least, most } = prepare(squaredEuclidean).domain('x', 0);
    expectClose([costOf(prepare(squaredEuclidean), [least, most], [most, least])], [8e280]);
  });
  it('keeps the digits of rows that lie close together', () => {
    const close = 1e8 + 2 ** -20;
    expect(costOf(prepare(squaredEuclidean), [close, 0], [1e8, 0])).toBe((close - 1e8) ** 2);
  });
});
