import { InvalidArgumentError } from '@rubato/core';
import { softDtw, weightedSoftDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { dense } from './support/dense.ts';
import { solve } from './support/reference.ts';

describe('weightedSoftDtw', () => {
  it('gives each direction its own weight', () => {
    const cost = dense([
      [1, 2],
      [4, 8],
    ]);
    const value = (options: object): number => solve({ ...weightedSoftDtw({ ...options, minimum: 'hardmin' }), cost }).values[0];
    // Down and across, or across and down; then the diagonal alone.
    expect(value({ horizontal: 0.25, vertical: 0.5, diagonal: 100 })).toBe(Math.min(1 + 1 + 4, 1 + 1 + 2));
    expect(value({ horizontal: 0.25, vertical: Infinity, diagonal: 3 })).toBe(1 + 3 * 8);
    expect(value({ horizontal: Infinity, vertical: 0.5, diagonal: Infinity })).toBe(Infinity);
  });

  it('is soft-DTW with weights 1', () => {
    const cost = dense([
      [1, 2, 0.5],
      [4, 8, -1],
    ]);
    const { values } = solve({ ...weightedSoftDtw({ temperature: 0.3 }), cost });
    expect(values).toEqual(solve({ ...softDtw({ temperature: 0.3 }), cost }).values);
  });

  it('1-1-2 makes the diagonal no cheaper than the way around the corner', () => {
    const cost = dense(Array.from({ length: 4 }, () => [1, 1, 1, 1]));
    const alignment = (diagonal: number): number[] => {
      const parameterization = weightedSoftDtw({ diagonal, temperature: 0.1 });
      const { softAlignment } = solve({ ...parameterization, cost }, { softAlignment: true });
      return Array.from(softAlignment!.data);
    };
    const offDiagonal = (E: readonly number[]): number => E.reduce((sum, e, i) => sum + (i % 5 === 0 ? 0 : e), 0);
    expect(offDiagonal(alignment(1))).toBeLessThan(0.01);
    expect(offDiagonal(alignment(2))).toBeGreaterThan(1);
  });

  it('a low horizontal weight lets an outlier inside a repetition count little, and H is not E then', () => {
    const cost = dense([[0.1], [50], [0.1]]);
    const request = { gradient: true, softAlignment: true };
    const { values, gradient, softAlignment } = solve({ ...weightedSoftDtw({ horizontal: 0.1 }), cost }, request);
    expect(values[0]).toBeCloseTo(0.1 + 0.1 * 50 + 0.1 * 0.1, 12);
    expect(Array.from(gradient!.data)).toEqual([1, 0.1, 0.1]);
    expect(Array.from(softAlignment!.data)).toEqual([1, 1, 1]);
  });

  it('names the weight that is wrong', () => {
    expect(() => weightedSoftDtw({ horizontal: -1 })).toThrow('horizontal is -1; expected a number from 0 to 1e140, or Infinity');
    expect(() => weightedSoftDtw({ vertical: NaN })).toThrow(InvalidArgumentError);
    expect(() => weightedSoftDtw({ diagonal: '2' as unknown as number })).toThrow('diagonal is "2"');
    expect(() => weightedSoftDtw({ diagonally: 2 } as object)).toThrow(InvalidArgumentError);
  });
});
