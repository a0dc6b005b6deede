import { latticeLayout } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/structure.ts';
import { ItemRows } from '../../src/sweep/item-rows.ts';
import { Ring } from '../../src/sweep/ring.ts';
import { noise } from '../support/noise.ts';

describe('Ring', () => {
  const problem = noise(6, 4, {
    steps: [
      [1, 0],
      [2, 1],
      [0, 3],
    ],
  });
  const structure = analyse(problem, {}, softmin);
  const rows = new ItemRows(problem, latticeLayout(problem), structure);
  rows.open(0);

  it('keeps the rows that steps reach apart, padding included', () => {
    const ring = new Ring(rows, 4);
    for (let n = 5; n >= 2; n--) {
      const taken = new Set<number>();
      for (let back = 0; back <= structure.reach; back++) {
        for (let m = -structure.pad; m < 4; m++) taken.add(ring.base(n - back) + m);
      }
      expect(taken.size).toBe((structure.reach + 1) * (structure.pad + 4));
      expect(Math.min(...taken)).toBe(0);
      expect(Math.max(...taken)).toBe(ring.data.length - 1);
    }
    expect(ring.data.byteLength).toBe(Ring.bytes(4, structure.reach, structure.pad));
  });

  it('forgets just the row that is cleared', () => {
    const ring = new Ring(rows, 4);
    ring.data.fill(7);
    ring.clear(3);
    for (let m = -structure.pad; m < 4; m++) {
      expect(ring.data[ring.base(3) + m]).toBe(0);
      expect(ring.data[ring.base(2) + m]).toBe(7);
      expect(ring.data[ring.base(4) + m]).toBe(7);
    }
    ring.reset();
    expect(ring.data.every((value) => value === 0)).toBe(true);
  });

  it('has a place for rows before the first', () => {
    const ring = new Ring(rows, 4);
    for (const n of [-1, -2]) {
      expect(ring.base(n) - structure.pad).toBeGreaterThanOrEqual(0);
      expect(ring.base(n) + 4).toBeLessThanOrEqual(ring.data.length);
    }
  });
});
