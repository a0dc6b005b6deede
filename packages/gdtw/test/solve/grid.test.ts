import { createRandom } from '@rubato/core';
import { expect, it } from 'vitest';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { createChain } from '../../src/solve/chain.ts';
import { createGrid, feasibleWarp, gridRow, gridValue, placeGrid, roundToGrid } from '../../src/solve/grid.ts';
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

it('a warp is rounded to values of a grid, within the constraints, or is not near it', () => {
  let rounded = 0;
  let far = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = createRandom(seed);
    const problem = toProblem(randomIngredients(random, { slopes: seed % 2 === 0, subsequence: seed % 3 === 0 }));
    const ranges = reachableRanges(problem);
    if ('reason' in ranges) continue;
    const chain = createChain(problem, ranges, {});
    const middle = feasibleWarp(chain);
    // Between two feasible warps all are.
    const share = random();
    const other = chain.least.map((least, i) => (least + chain.most[i]) / 2);
    const warp = middle.map((value, i) => share * value + (1 - share) * other[i]);
    const grid = createGrid(chain.count, 200);
    const out = new Float64Array(chain.count);
    for (const width of [1, 0.05]) {
      placeGrid(grid, chain, middle, width);
      if (!roundToGrid(grid, chain, warp, out)) {
        far++;
        continue;
      }
      rounded++;
      for (let i = 0; i < chain.count; i++) {
        expect(gridRow(grid, i, new Float64Array(200))).toContain(out[i]);
        expect(Math.abs(out[i] - warp[i]), `seed ${seed}`).toBeLessThanOrEqual(2 * grid.step[i] + 1e-12);
        if (i === 0) continue;
        expect(out[i] - out[i - 1]).toBeGreaterThanOrEqual(chain.leastDelta[i - 1] - 1e-12);
        expect(out[i] - out[i - 1]).toBeLessThanOrEqual(chain.mostDelta[i - 1] + 1e-12);
      }
      expect(roundToGrid(grid, chain, middle, out)).toBe(true);
      expect(out).toEqual(middle);
    }
  }
  expect(rounded).toBeGreaterThan(200);
  expect(far).toBeGreaterThan(50);
});

/** The end of a row is the end of its range, unless the warp stands in its place. */
const pinned = (row: Float64Array, e: number, end: number, warp: number): number => (row[e * (row.length - 1)] === warp ? warp : end);
