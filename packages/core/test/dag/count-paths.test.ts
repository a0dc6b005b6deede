import { countPaths, createDag } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { gridDag } from '../support/random-dag.ts';
import { expectRefusal } from '../support/refusal.ts';

const diamond = createDag(4, [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
]);

describe('countPaths', () => {
  it('counts Delannoy numbers on grids: D(3, 3) = 63, D(2, 5) = 61, D(12, 12) = 251595969', () => {
    expect([countPaths(gridDag(4, 4)), countPaths(gridDag(3, 6)), countPaths(gridDag(13, 13))]).toEqual([63n, 61n, 251595969n]);
  });

  it('is exact where doubles are not: the recurrence in whole numbers', () => {
    const delannoy = Array.from({ length: 60 }, () => new Array<bigint>(60).fill(1n));
    for (let i = 1; i < 60; i++)
      for (let j = 1; j < 60; j++) delannoy[i][j] = delannoy[i - 1][j] + delannoy[i][j - 1] + delannoy[i - 1][j - 1];
    expect(countPaths(gridDag(60, 60))).toBe(delannoy[59][59]);
    expect(delannoy[59][59] > 2n ** 53n).toBe(true);
  });

  it('refuses bad costs', () => {
    expectRefusal(() => countPaths(diamond, Float64Array.of(1, 2, NaN, 4)), { argument: 'costs', index: [2] });
  });
});
