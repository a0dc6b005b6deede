import { describe, expect, it } from 'vitest';
import { innerProduct } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (parameters: Record<string, number> = {}): PreparedCost => innerProduct.prepare({ name: 'innerProduct', parameters }, 2);

describe('innerProduct', () => {
  it('is the offset minus the inner product', () => {
    expectClose([costOf(prepare(), [0.6, 0.8], [1, 0])], [1.4]);
    expectClose([costOf(prepare({ offset: 0 }), [2, 3], [5, 7])], [-31]);
    expect(gradientsOf(prepare(), [2, 3], [5, 7])).toEqual({ x: [-5, -7], y: [-2, -3] });
  });
  it.each([NaN, Infinity, -Infinity])('refuses the offset %s', (offset) => {
    expect(() => prepare({ offset })).toThrow(/parameter 'offset' must be a finite number, got/);
  });
});
