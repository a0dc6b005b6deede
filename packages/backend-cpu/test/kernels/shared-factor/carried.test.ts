import { describe, expect, it } from 'vitest';
import { carriedBy } from '../../../src/kernels/shared-factor/carried.ts';
import { ExtendedRows } from '../../support/shared-rows.ts';

describe('carriedBy', () => {
  it('scale·P(predecessor)·R, 0 where one of them is 0 or nothing is left', () => {
    const [P, R] = [new ExtendedRows(), new ExtendedRows()];
    P.put(5, Float64Array.of(-1e5, 800, 2, Infinity, 3, 700));
    R.put(2, Float64Array.of(1e5 + 1, -799, Infinity, 4, 5, 700));
    const out = new Float64Array(6).fill(NaN);
    carriedBy(P.data, P.exponents, 5, R.data, R.exponents, 2, 6, 2, out);
    [2 * Math.exp(-1), 2 * Math.exp(-1), 0, 0, 2 * Math.exp(-8), 0].forEach((expected, k) => expect(out[k]).toBeCloseTo(expected, 9));
  });
});
