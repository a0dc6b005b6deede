import fc from 'fast-check';
import { dtw, InvalidArgumentError, softDtw } from 'rubato';
import type { Sequence, SoftDtwOptions } from 'rubato';
import { describe, expect, expectTypeOf, it } from 'vitest';

const values = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 2, maxLength: 5 });

describe('softDtw', () => {
  it('has the gradient of its value', () => {
    fc.assert(
      fc.property(values, values, fc.constantFrom('squaredEuclidean', 'halfSquaredEuclidean'), (a, b, cost) => {
        const options = { temperature: 0.7, cost };
        const { gradient } = softDtw(a, b, options);
        const h = 1e-5;
        const slope = (move: (by: number) => number): number => (move(h) - move(-h)) / (2 * h);
        a.forEach((_, n) => {
          const moved = (by: number): number => softDtw(a.with(n, a[n] + by), b, options).value;
          expect(Math.abs(gradient.a[n] - slope(moved))).toBeLessThan(1e-6);
        });
        b.forEach((_, m) => {
          const moved = (by: number): number => softDtw(a, b.with(m, b[m] + by), options).value;
          expect(Math.abs(gradient.b[m] - slope(moved))).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('tends to dtw, from below', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const { cost } = dtw(a, b);
        expect(softDtw(a, b).value).toBeLessThanOrEqual(cost + 1e-12);
        expect(Math.abs(softDtw(a, b, { temperature: 1e-6 }).value - cost)).toBeLessThan(1e-4);
      }),
      { numRuns: 30 },
    );
  });

  it('answers in the form of its input', () => {
    const mixed = softDtw(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [Float32Array.of(1, 2)],
    );
    expect(mixed.alignment).toEqual([[1], [1], [1]]);
    expect(mixed.gradient.a).toEqual([
      [0, 0],
      [4, 4],
      [8, 8],
    ]);
    expect(mixed.gradient.b).toEqual([[-12, -12]]);
    expectTypeOf(mixed.gradient.a).toEqualTypeOf<number[][]>();
    const scalar = softDtw(Float64Array.of(1, 3), [1]);
    expect(scalar.gradient).toEqual({ a: [0, 4], b: [-4] });
    expectTypeOf(scalar.gradient.a).toEqualTypeOf<number[]>();
  });

  it('gives the alignment of a band in full, 0 outside', () => {
    const { alignment } = softDtw([1, 2, 3], [1, 2, 3], { band: { kind: 'sakoeChiba', radius: 0 } });
    expect(alignment).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('refuses bad input by name and index', () => {
    const call =
      (a: unknown, b: unknown, options: object = {}) =>
      () =>
        softDtw(a as Sequence, b as Sequence, options as SoftDtwOptions);
    expect(call([1, NaN], [1])).toThrow('a[1] is NaN');
    expect(call([1], [])).toThrow('b is empty');
    expect(call([1], [1], { temperature: 0 })).toThrow(InvalidArgumentError);
    expect(call([1], [1], { temperature: NaN })).toThrow(InvalidArgumentError);
    expect(call([1], [1], { gamma: 1 })).toThrow('options.gamma is not an option; expected only cost, band, temperature');
    expect(call([1], [1e200])).toThrow('b[0] is 1e+200');
  });
});
