import { describe, expect, it } from 'vitest';
import { absolute } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (): PreparedCost => absolute.prepare({ name: 'absolute' }, 2);

describe('absolute', () => {
  it('sums magnitudes, with signs as gradient and 0 at 0', () => {
    expect(costOf(prepare(), [1, 2], [4, 2])).toBe(3);
    expectClose(gradientsOf(prepare(), [1, 2], [4, 2]).x, [-1, 0]);
    expectClose(gradientsOf(prepare(), [1, 2], [4, 2]).y, [1, 0]);
  });
});
