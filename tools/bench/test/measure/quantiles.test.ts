import { describe, expect, it } from 'vitest';
import { quantile, spreadOf } from '../../src/measure/quantiles.ts';

describe('quantile', () => {
  it('is linear between neighbours', () => {
    expect(quantile([10], 0.9)).toBe(10);
    expect(quantile([1, 2, 3, 4], 0)).toBe(1);
    expect(quantile([1, 2, 3, 4], 1)).toBe(4);
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([0, 10, 20], 0.75)).toBe(15);
  });
});

describe('spreadOf', () => {
  it('sorts by size, not by digits', () => {
    expect(spreadOf([100, 9, 20, 10, 30])).toEqual({ median: 20, lower: 10, upper: 30 });
  });
});
