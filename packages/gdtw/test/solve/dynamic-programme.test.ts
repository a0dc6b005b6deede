import { createRandom, MemoryLimitError } from '@rubato/core';
import { expect, it } from 'vitest';
import { createSignal, createWarpProblem, solveWarp } from '../../src/index.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { chainCost, createChain } from '../../src/solve/chain.ts';
import { bestOnGrid, createProgrammeScratch } from '../../src/solve/dynamic-programme.ts';
import { createGrid, feasibleWarp, gridRow, placeGrid } from '../../src/solve/grid.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

const CAPACITY = 6;

it('finds the best of all warps on a grid, and every grid holds the warp that it was made around', () => {
  let solved = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const flavour = {
      slopes: seed % 2 === 0,
      subsequence: seed % 5 === 0,
      most: 4,
      warpPenalty: ['squared', 'huber', 'absolute'][seed % 3],
    };
    const problem = toProblem(randomIngredients(createRandom(seed), flavour));
    const ranges = reachableRanges(problem);
    if ('reason' in ranges) continue;
    const chain = createChain(problem, ranges, {});
    const warp = feasibleWarp(chain);
    const grid = createGrid(chain.count, CAPACITY);
    const found = new Float64Array(chain.count);
    for (const width of [1, 0.3]) {
      placeGrid(grid, chain, warp, width);
      const work = bestOnGrid(chain, grid, createProgrammeScratch(chain, CAPACITY), found);
      let step = work.next();
      while (step.done !== true) step = work.next();
      const best = bestByEnumeration(chain, grid);
      expect(Math.abs(step.value - best), `seed ${seed}`).toBeLessThanOrEqual(1e-12 * (1 + best));
      expect(Math.abs(chainCost(chain, found) - best), `seed ${seed}`).toBeLessThanOrEqual(1e-12 * (1 + best));
      expect(step.value).toBeLessThanOrEqual(chainCost(chain, warp) * (1 + 1e-12) + 1e-15);
      solved++;
    }
  }
  expect(solved).toBeGreaterThan(300);
});

it('finds the same with a bound, in fewer nodes, and says so of a bound that no warp meets', () => {
  const size = 40;
  let forbidden = 0;
  let nodes = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const flavour = {
      slopes: seed % 2 === 0,
      subsequence: seed % 5 === 0,
      most: 40,
      signalLoss: ['squared', 'absolute', 'huber', 'p-norm'][seed % 4],
      warpPenalty: ['squared', 'huber', 'absolute'][seed % 3],
    };
    const problem = toProblem(randomIngredients(createRandom(seed), flavour));
    const ranges = reachableRanges(problem);
    if ('reason' in ranges) continue;
    const chain = createChain(problem, ranges, {});
    const grid = createGrid(chain.count, size);
    placeGrid(grid, chain, feasibleWarp(chain), 1);
    const all = grid.sizes.reduce((sum, count) => sum + count, 0);
    const solve = (bound?: number): { cost: number; warp: Float64Array; done: number; looks: number } => {
      const scratch = createProgrammeScratch(chain, size);
      let looks = 0;
      const addKnotCosts: typeof scratch.addKnotCosts = (knot, values, costs, first, end) => {
        looks += end - first;
        scratch.addKnotCosts(knot, values, costs, first, end);
      };
      const warp = new Float64Array(chain.count);
      const work = bestOnGrid(chain, grid, { ...scratch, addKnotCosts }, warp, bound);
      let done = 0;
      let step = work.next();
      for (; step.done !== true; step = work.next()) done += step.value;
      return { cost: step.value, warp, done, looks };
    };
    const free = solve();
    expect(free.looks).toBe(all);
    for (const share of [1 + 1e-12, 1.1, 2]) {
      const bounded = solve(free.cost * share + Number.MIN_VALUE);
      expect(bounded.cost, `seed ${seed}`).toBe(free.cost);
      expect(chainCost(chain, bounded.warp)).toBe(chainCost(chain, free.warp));
      expect(bounded.done).toBe(all);
      if (share < 1.1) forbidden += all - bounded.looks;
    }
    nodes += all;
    if (free.cost > 0) expect(solve(free.cost * 0.999).cost).toBe(Infinity);
  }
  expect(forbidden).toBeGreaterThan(0.05 * nodes);
});

it('refuses a grid that is too large with its bytes, before any work', () => {
  const x = createSignal([0, 1, 0]);
  const problem = createWarpProblem({ x, y: x, lambda: 1, knots: 50_000 });
  expect(() => solveWarp(problem, { gridSize: 30_000 })).toThrow(/50000 knots with 30000 values.*3,?000,?000,?000/);
  expect(() => solveWarp(problem, { gridSize: 40_000 })).toThrow(MemoryLimitError);
  expect(() => solveWarp(problem, { gridSize: 40_000 })).toThrow(/8,?000,?000,?000/);
});

function bestByEnumeration(chain: ReturnType<typeof createChain>, grid: ReturnType<typeof createGrid>): number {
  const rows = Array.from({ length: chain.count }, (_, i) => gridRow(grid, i, new Float64Array(CAPACITY)));
  const warp = new Float64Array(chain.count);
  let best = Infinity;
  const extend = (knot: number): void => {
    if (knot === chain.count) {
      best = Math.min(best, chainCost(chain, warp));
      return;
    }
    for (const value of rows[knot]) {
      warp[knot] = value;
      const delta = knot === 0 ? 0 : warp[knot] - warp[knot - 1];
      if (knot > 0 && (delta < chain.leastDelta[knot - 1] - 1e-12 || delta > chain.mostDelta[knot - 1] + 1e-12)) continue;
      extend(knot + 1);
    }
  };
  extend(0);
  return best;
}
