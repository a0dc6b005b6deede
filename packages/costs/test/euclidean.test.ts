import { describe, expect, it } from 'vitest';
import { euclidean } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (): PreparedCost => euclidean.prepare({ name: 'euclidean' }, 2);

describe('euclidean', () => {
  it('is the length of the difference, with its direction as gradient', () => {
    expect(costOf(prepare(), [1, 2], [4, 6])).toBe(5);
    expectClose(gradientsOf(prepare(), [1, 2], [4, 6]).x, [-0.6, -0.8]);
  });
  it('has gradient 0 at x = y, and where the squares vanish', () => {
    expect(gradientsOf(prepare(), [1, 2], [1, 2])).toEqual({ x: [0, 0], y: [0, 0] });
    expect(gradientsOf(prepare(), [1e-170, 0], [0, 0])).toEqual({ x: [0, 0], y: [0, 0] });
  });
});
