import { describe, expect, it } from 'vitest';
import {
  absolute, cosine, euclidean, halfSquaredEuclidean, huber, innerProduct, squaredEuclidean,
} from '@rubato/costs';
import type { LocalCost, PreparedCost } from '@rubato/costs';
import { costOf, expectClose, gradientsOf } from './support.ts';

const prepare = (cost: LocalCost, parameters: Record<string, number> = {}, dimension = 2): PreparedCost =>
  cost.prepare({ name: cost.name, parameters }, dimension);

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

describe('euclidean', () => {
  it('is the length of the difference, with its direction as gradient', () => {
    expect(costOf(prepare(euclidean), [1, 2], [4, 6])).toBe(5);
    expectClose(gradientsOf(prepare(euclidean), [1, 2], [4, 6]).x, [-0.6, -0.8]);
  });
  it('has gradient 0 at x = y, and where the squares vanish', () => {
    expect(gradientsOf(prepare(euclidean), [1, 2], [1, 2])).toEqual({ x: [0, 0], y: [0, 0] });
    expect(gradientsOf(prepare(euclidean), [1e-170, 0], [0, 0])).toEqual({ x: [0, 0], y: [0, 0] });
  });
});

describe('absolute', () => {
  it('sums magnitudes, with signs as gradient and 0 at 0', () => {
    expect(costOf(prepare(absolute), [1, 2], [4, 2])).toBe(3);
    expectClose(gradientsOf(prepare(absolute), [1, 2], [4, 2]).x, [-1, 0]);
    expectClose(gradientsOf(prepare(absolute), [1, 2], [4, 2]).y, [1, 0]);
  });
});

describe('huber', () => {
  it('is ½r² up to δ and δ(|r| - ½δ) beyond, in each dimension', () => {
    const cost = prepare(huber, { delta: 2 });
    expect(costOf(cost, [0, 0], [1, -5])).toBe(0.5 + 2 * (5 - 1));
    expectClose(gradientsOf(cost, [0, 0], [1, -5]).x, [-1, 2]);
  });
  it('has δ = 1 by default, and is smooth at δ', () => {
    expect(costOf(prepare(huber), [0, 0], [3, 0])).toBe(2.5);
    expect(costOf(prepare(huber), [0, 0], [1, 0])).toBe(0.5);
    expect(gradientsOf(prepare(huber), [1, 0], [0, 0]).x).toEqual([1, 0]);
  });
  it('stays finite with a large δ at the edge of the domain', () => {
    expectClose([costOf(prepare(huber, { delta: 1e300 }), [1e140, 0], [-1e140, 0])], [2e280]);
  });
  it.each([0, -1, NaN, Infinity])('refuses δ = %s', (delta) => {
    expect(() => prepare(huber, { delta })).toThrow(RangeError);
    expect(() => prepare(huber, { delta })).toThrow(/'huber': parameter 'delta' must be a finite number above 0, got/);
  });
});

describe('cosine', () => {
  it('is 1 minus the cosine of the angle', () => {
    const cost = prepare(cosine);
    expectClose([costOf(cost, [3, 4], [1, 0]), costOf(cost, [3, 4], [-4, 3])], [0.4, 1]);
    expect([costOf(cost, [3, 4], [6, 8]), costOf(cost, [3, 4], [-6, -8])]).toEqual([0, 2]);
    expectClose(gradientsOf(cost, [3, 4], [1, 0]).x, [-(1 - 0.36) / 5, 0.48 / 5]);
  });
  it('stays between 0 and 2 whatever the rounding', () => {
    const cost = prepare(cosine, {}, 3);
    for (let step = 1; step < 500; step++) {
      const row = [Math.sin(step), Math.cos(3 * step), Math.sin(7 * step)];
      const scaled = row.map((value) => value * step * 0.1);
      expect(costOf(cost, row, scaled)).toBeGreaterThanOrEqual(0);
      expect(costOf(cost, row, scaled.map((value) => -value))).toBeLessThanOrEqual(2);
    }
  });
  it('gives two zero rows 0, one zero row 1, with gradient 0', () => {
    const cost = prepare(cosine);
    const nothing = { x: [0, 0], y: [0, 0] };
    expect(costOf(cost, [0, 0], [0, 0])).toBe(0);
    expect(costOf(cost, [0, 0], [1, 2])).toBe(1);
    expect(costOf(cost, [1, 2], [0, 0])).toBe(1);
    expect(gradientsOf(cost, [0, 0], [0, 0])).toEqual(nothing);
    expect(gradientsOf(cost, [0, 0], [1, 2])).toEqual(nothing);
    expect(gradientsOf(cost, [1, 2], [0, 0])).toEqual(nothing);
  });
  it('knows the angle of tiny and of huge rows', () => {
    const cost = prepare(cosine);
    expectClose([costOf(cost, [3e-139, 4e-139], [1e139, 0])], [0.4]);
    expectClose(gradientsOf(cost, [3e-139, 4e-139], [1e139, 0]).x, [-0.128e139, 0.096e139]);
  });
});

describe('innerProduct', () => {
  it('is the offset minus the inner product', () => {
    expectClose([costOf(prepare(innerProduct), [0.6, 0.8], [1, 0])], [1.4]);
    expectClose([costOf(prepare(innerProduct, { offset: 0 }), [2, 3], [5, 7])], [-31]);
    expect(gradientsOf(prepare(innerProduct), [2, 3], [5, 7])).toEqual({ x: [-5, -7], y: [-2, -3] });
  });
  it.each([NaN, Infinity, -Infinity])('refuses the offset %s', (offset) => {
    expect(() => prepare(innerProduct, { offset })).toThrow(/parameter 'offset' must be a finite number, got/);
  });
});
