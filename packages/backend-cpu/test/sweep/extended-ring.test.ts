import { latticeLayout } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { ZERO_EXPONENT } from '../../src/kernels/extended.ts';
import { analyse } from '../../src/structure.ts';
import { ExtendedRing } from '../../src/sweep/extended-ring.ts';
import { ItemRows } from '../../src/sweep/item-rows.ts';
import { noise } from '../support/noise.ts';

describe('ExtendedRing', () => {
  const band = { kind: 'ranges', first: [0, 0, 1, 3, 3, 5], last: [1, 2, 4, 4, 5, 6] } as const;
  const problem = noise(6, 7, {
    steps: [
      [1, 0],
      [2, 1],
      [1, 3],
    ],
    band,
  });
  const structure = analyse(problem, {}, softmin);
  const rows = new ItemRows(problem, latticeLayout(problem), structure);
  rows.open(0);

  it('holds the rows that steps reach, with zeros around what each has', () => {
    const ring = new ExtendedRing(rows, 7);
    expect(ring.data.byteLength + ring.exponents.byteLength).toBe(ExtendedRing.bytes(7, structure.reach, structure.pad));
    ring.data.fill(9);
    ring.reset();
    for (let n = 5; n >= 0; n--) {
      ring.turn(n);
      for (let m = rows.first[n]; m <= rows.last[n]; m++) {
        ring.data[ring.base(n) + m] = n + 1;
        ring.exponents[ring.base(n) + m] = n;
      }
      for (let below = n; below <= n + structure.reach; below++) {
        for (let m = 0; m < 7 + structure.pad; m++) {
          const isThere = below < 6 && m >= rows.first[below] && m <= rows.last[below];
          expect(ring.data[ring.base(below) + m]).toBe(isThere ? below + 1 : 0);
          expect(ring.exponents[ring.base(below) + m]).toBe(isThere ? below : ZERO_EXPONENT);
        }
      }
    }
  });
});
