import type { GatheredCost } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { itemClasses } from '../../src/rows/item-classes.ts';

/** Two items of two rows and three columns. The cost of class c in row n of item b is 100·b + 10·n + c. */
function makeCost(classes: number, index: readonly number[]): GatheredCost {
  const values = Float32Array.from({ length: 2 * 2 * classes }, (_, i) => {
    const row = Math.floor(i / classes);
    return 100 * Math.floor(row / 2) + 10 * (row % 2) + (i % classes);
  });
  return { kind: 'gathered', values, classes, index: Int32Array.from(index), shape: [2, 2, 3] };
}

describe('itemClasses', () => {
  it('shows all classes where they are few', () => {
    const cost = makeCost(3, [0, 2, 0, 1, 2, 1]);
    const classes = itemClasses(normaliseProblem({ cost, steps: [[1, 1]] }), cost);
    expect(classes.count).toBe(3);
    expect(classes.open(1)).toBe(3);
    expect([0, 1, 2].map((m) => classes.classOf(m))).toEqual([1, 2, 1]);
    const memory = new Float32Array(8);
    classes.writeCosts(memory, 1);
    expect([...memory]).toEqual([0, 100, 101, 102, 110, 111, 112, 0]);
    const values = new Float32Array(12);
    classes.readGradient(memory, 1, { kind: 'gathered', values });
    expect([...values]).toEqual([0, 0, 0, 0, 0, 0, 100, 101, 102, 110, 111, 112]);
  });

  it('shows those that an item has where they are many, item by item', () => {
    const cost = makeCost(9, [4, 7, 4, 8, 3, 5]);
    const classes = itemClasses(normaliseProblem({ cost, steps: [[1, 1]] }), cost);
    expect(classes.count).toBe(3);
    expect(classes.open(0)).toBe(2);
    expect([0, 1, 2].map((m) => classes.classOf(m))).toEqual([0, 1, 0]);
    const memory = new Float32Array(6);
    classes.writeCosts(memory, 0);
    expect([...memory]).toEqual([4, 7, 14, 17, 0, 0]);
    expect(classes.open(1)).toBe(3);
    expect([0, 1, 2].map((m) => classes.classOf(m))).toEqual([0, 1, 2]);
    classes.writeCosts(memory, 0);
    expect([...memory]).toEqual([108, 103, 105, 118, 113, 115]);
    const values = new Float32Array(36);
    classes.readGradient(memory, 0, { kind: 'gathered', values });
    expect([...values.subarray(18)]).toEqual([0, 0, 0, 103, 0, 105, 0, 0, 108, 0, 0, 0, 113, 0, 115, 0, 0, 118]);
  });
});
