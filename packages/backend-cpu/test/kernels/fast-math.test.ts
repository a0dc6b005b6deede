import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expNegative, logOneToThree } from '../../src/kernels/fast-math.ts';

/** Spread evenly: fast-check's own doubles crowd around 0. */
const between = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 30 }).map((i) => least + ((most - least) * i) / 2 ** 30);

describe('expNegative', () => {
  it('is Math.exp to a few units in the last place', () => {
    fc.assert(
      fc.property(fc.oneof(between(-699.9, 0), between(-3, 0), between(-1e-6, 0)), (x) => {
        expect(Math.abs(expNegative(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(6e-16);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is 1 at 0, and 0 where nothing counts', () => {
    expect(expNegative(0)).toBe(1);
    expect(expNegative(-0)).toBe(1);
    expect(expNegative(-1e-300)).toBe(1);
    for (const x of [-700, -745, -1e300, -Infinity]) expect(expNegative(x)).toBe(0);
    expect(expNegative(-699.99)).toBeGreaterThan(0);
  });
});

describe('logOneToThree', () => {
  it('is Math.log to a unit in the last place of 1', () => {
    fc.assert(
      fc.property(fc.oneof(between(1, 3), between(1, 1 + 1e-6)), (y) => {
        expect(Math.abs(logOneToThree(y) - Math.log(y))).toBeLessThanOrEqual(4e-16);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is exact at 1 and right at 3', () => {
    expect(logOneToThree(1)).toBe(0);
    expect(logOneToThree(3)).toBeCloseTo(Math.log(3), 15);
  });
});
