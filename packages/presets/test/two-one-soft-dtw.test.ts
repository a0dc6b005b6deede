import { InvalidArgumentError } from '@rubato/core';
import { twoOneSoftDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solve } from './support/reference.ts';

describe('twoOneSoftDtw', () => {
  it('has a path where no side is more than twice the other, counted in steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (N, M) => {
        const { values } = solve({ ...twoOneSoftDtw(), cost: { kind: 'dense', data: new Float64Array(N * M), shape: [N, M] } });
        expect(values[0] < Infinity).toBe(N - 1 <= 2 * (M - 1) && M - 1 <= 2 * (N - 1));
      }),
    );
  });

  it('weights the steps (1,1), (2,1), (1,2)', () => {
    const value = (N: number, M: number): number => {
      const cost = { kind: 'dense', data: new Float64Array(N * M).fill(1), shape: [N, M] } as const;
      return solve({ ...twoOneSoftDtw({ weights: [2, 3, 5] }), cost }).values[0];
    };
    expect(value(2, 2)).toBeCloseTo(1 + 2, 12);
    expect(value(3, 2)).toBeCloseTo(1 + 3, 12);
    expect(value(2, 3)).toBeCloseTo(1 + 5, 12);
    expect(value(4, 4)).toBeCloseTo(-Math.log(Math.exp(-7) + 2 * Math.exp(-9)), 12);
  });

  it('refuses wrong weights', () => {
    expect(() => twoOneSoftDtw({ weights: [1, 2] as unknown as [number, number, number] })).toThrow('weights is a list of 2');
    expect(() => twoOneSoftDtw({ weights: [1, -2, 1] })).toThrow('weights[1] is -2');
    expect(() => twoOneSoftDtw({ weight: 1 } as object)).toThrow(InvalidArgumentError);
  });
});
