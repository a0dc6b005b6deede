import { describe, expect, it } from 'vitest';
import { analyse } from '../src/structure.ts';
import { noise } from './support/noise.ts';

describe('analyse', () => {
  it('tells how far steps go back', () => {
    expect(analyse(noise(5, 6, { steps: [[1, 0], [3, 2], [1, 4]] }))).toEqual({
      count: 3, rowsBack: Int32Array.of(1, 3, 1), columnsBack: Int32Array.of(0, 2, 4), reach: 3, pad: 4, unitWeights: true,
    });
  });

  it('cuts steps that are longer than the lattice, which cannot be taken', () => {
    const { rowsBack, columnsBack, reach, pad } = analyse(noise(5, 6, { steps: [[2 ** 20, 1], [1, 2 ** 20]] }));
    expect([...rowsBack, ...columnsBack, reach, pad]).toEqual([5, 1, 1, 6, 5, 6]);
  });

  it('calls weights unit where every step that is not forbidden has weight 1', () => {
    const isUnit = (stepWeights: number | number[]): boolean => analyse(noise(2, 2, { stepWeights })).unitWeights;
    expect([isUnit(1), isUnit([1, Infinity, 1]), isUnit(2), isUnit([1, 1, 0])]).toEqual([true, true, false, false]);
  });
});
