import { describe, expect, it } from 'vitest';
import { cosine } from '@rubato/costs';
import type { PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (dimension = 2): PreparedCost => cosine.prepare({ name: 'cosine' }, dimension);

describe('cosine', () => {
  it('is 1 minus the cosine of the angle', () => {
    const cost = prepare();
    expectClose([costOf(cost, [3, 4], [1, 0]), costOf(cost, [3, 4], [-4, 3])], [0.4, 1]);
    expect([costOf(cost, [3, 4], [6, 8]), costOf(cost, [3, 4], [-6, -8])]).toEqual([0, 2]);
    expectClose(gradientsOf(cost, [3, 4], [1, 0]).x, [-(1 - 0.36) / 5, 0.48 / 5]);
  });
  it('stays between 0 and 2 whatever the rounding', () => {
    const cost = prepare(3);
    for (let step = 1; step < 500; step++) {
      const row = [Math.sin(step), Math.cos(3 * step), Math.sin(7 * step)];
      const scaled = row.map((value) => value * step * 0.1);
      expect(costOf(cost, row, scaled)).toBeGreaterThanOrEqual(0);
      expect(
        costOf(
          cost,
          row,
          scaled.map((value) => -value),
        ),
      ).toBeLessThanOrEqual(2);
    }
  });
  it('gives two zero rows 0, one zero row 1, with gradient 0', () => {
    const cost = prepare();
    const nothing = { x: [0, 0], y: [0, 0] };
    expect(costOf(cost, [0, 0], [0, 0])).toBe(0);
    expect(costOf(cost, [0, 0], [1, 2])).toBe(1);
    expect(costOf(cost, [1, 2], [0, 0])).toBe(1);
    expect(gradientsOf(cost, [0, 0], [0, 0])).toEqual(nothing);
    expect(gradientsOf(cost, [0, 0], [1, 2])).toEqual(nothing);
    expect(gradientsOf(cost, [1, 2], [0, 0])).toEqual(nothing);
  });
  it('knows the angle of tiny and of huge rows', () => {
    const cost = prepare();
    expectClose([costOf(cost, [3e-139, 4e-139], [1e139, 0])], [0.4]);
    expectClose(gradientsOf(cost, [3e-139, 4e-139], [1e139, 0]).x, [-0.128e139, 0.096e139]);
  });
});
