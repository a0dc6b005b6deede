import { createRandom } from '@rubato/core';
import { expect, it } from 'vitest';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { createChain } from '../../src/solve/chain.ts';
import { createGrid, feasibleWarp, gridRow, gridValue, placeGrid } from '../../src/solve/grid.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

it('a grid is sorted, within what is reachable, and holds the warp that it was made around', () => {
  const capacity = 9;
  let divided = 0;
  let narrow = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const problem = toProblem(randomIngredients(createRandom(seed), { slopes: seed % 2 === 0, band: 'ranges' }));
    const ranges = reachableRanges(problem);
    if ('reason' in ranges) continue;
    const chain = createChain(problem, ranges, {});
    const warp = feasibleWarp(chain);
    const grid = createGrid(chain.count, capacity);
    for (const width of [1, 0.125, 1e-3]) {
      placeGrid(grid, chain, warp, width);
      for (let i = 0; i < chain.count; i++) {
        const row = gridRow(grid, i, new Float64Array(capacity));
        expect(row.length).toBe(grid.sizes[i]);
        expect(Array.from(row), `seed ${seed}`).toEqual(Array.from(row, (_, k) => gridValue(grid, i, k)));
        expect(row).toEqual(row.toSorted());
        expect(row).toContain(warp[i]);
        expect(Math.min(...row)).toBeGreaterThanOrEqual(chain.least[i]);
        expect(Math.max(...row)).toBeLessThanOrEqual(chain.most[i]);
        if (row.length === 1) narrow++;
        else {
          divided++;
          if (width === 1)
            expect([row[0], row[capacity - 1]]).toEqual([chain.least[i], chain.most[i]].map((end, e) => pinned(row, e, end, warp[i])));
        }
      }
    }
  }
  expect(divided).toBeGreaterThan(1000);
  expect(narrow).toBeGreaterThan(300);
});

/** The end of a row is the end of its range, unless the warp stands in its place. */
const pinned = (row: Float64Array, e: number, end: number, warp: number): number => (row[e * (row.length - 1)] === warp ? warp : end);
