import { createRandom, runAtOnce } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { WarpProblem, WarpProblemInput } from '../../src/index.ts';
import { createSignal, createWarpProblem, solveWarp, warpFeasibility } from '../../src/index.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import type { WarpChain } from '../../src/solve/chain.ts';
import { chainCost, createChain } from '../../src/solve/chain.ts';
import { coarsen, refine } from '../../src/solve/coarse-chain.ts';
import { coarseStart, missesKinks, scoutAhead } from '../../src/solve/coarse-start.ts';
import { feasibleWarp } from '../../src/solve/grid.ts';
import { gridPasses } from '../../src/solve/grid-passes.ts';
import { polish, polishSteps } from '../../src/solve/polish.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

const GRIDS = { gridSize: 50, passes: 3, refinement: 0.125 };

function toChain(problem: WarpProblem): WarpChain {
  const ranges = reachableRanges(problem);
  if ('reason' in ranges) throw new Error(ranges.reason);
  return createChain(problem, ranges, {});
}

/** Five and four observations. */
function fewObservations(knots: number, lambda: number, of: Partial<WarpProblemInput> = {}): WarpProblem {
  return createWarpProblem({ x: createSignal([0, 1, 0, 2, 0]), y: createSignal([0, 1, 2, 0]), lambda, knots, ...of });
}

/** Iterations of the polish of all knots, after that of fewer. */
function finestIterations(problem: WarpProblem): number {
  const chain = toChain(problem);
  const start = runAtOnce(coarseStart(chain, GRIDS, 20_000));
  return polish(chain, start, 20_000).iterations;
}

function expectFeasible(chain: WarpChain, warp: Float64Array): void {
  for (let i = 0; i < chain.count; i++) {
    expect(warp[i]).toBeGreaterThanOrEqual(chain.lower[i] - 1e-12);
    expect(warp[i]).toBeLessThanOrEqual(chain.upper[i] + 1e-12);
    if (i === 0) continue;
    expect(warp[i] - warp[i - 1]).toBeGreaterThanOrEqual(chain.leastDelta[i - 1] - 1e-12);
    expect(warp[i] - warp[i - 1]).toBeLessThanOrEqual(chain.mostDelta[i - 1] + 1e-12);
  }
}

describe('a coarser chain', () => {
  it('has the same penalty for warps that are straight between its knots, the same weight, and mean targets', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = createRandom(seed);
      const chain = { ...toChain(toProblem(randomIngredients(random, { most: 20 }))) };
      // Without losses the objective is the penalty.
      chain.weights.fill(0);
      const coarser = coarsen(chain);
      expect(coarser.count).toBe((chain.count >> 1) + 1);
      const warp = feasibleWarp(coarser);
      for (let k = 1; k < warp.length - 1; k++) warp[k] += 0.4 * (random() - 0.5) * Math.min(warp[k] - warp[k - 1], warp[k + 1] - warp[k]);
      const fine = refine(chain, warp);
      expect(chainCost(chain, fine)).toBeCloseTo(chainCost({ ...coarser, targets: new Float64Array(coarser.targets.length) }, warp), 12);
    }
    const chain = toChain(fewObservations(8, 1));
    const coarser = coarsen(chain);
    const mean = ({ weights, targets }: WarpChain): number => weights.reduce((sum, weight, i) => sum + weight * targets[i], 0);
    expect(coarser.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
    expect(mean(coarser)).toBeCloseTo(mean(chain), 14);
  });

  it('gives warps that meet all constraints of the finer one', () => {
    let solved = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const random = createRandom(seed);
      const problem = toProblem(randomIngredients(random, { most: 30, slopes: true, band: 'ranges', subsequence: seed % 3 === 0 }));
      if (!warpFeasibility(problem).feasible) continue;
      const chain = toChain(problem);
      expectFeasible(chain, refine(chain, feasibleWarp(coarsen(chain))));
      if (chain.count > 4) expectFeasible(chain, runAtOnce(coarseStart(chain, { ...GRIDS, gridSize: 3 }, 1000)));
      solved++;
    }
    expect(solved).toBeGreaterThan(30);
  });
});

describe('a grid that misses kinks', () => {
  it.each([
    { knots: 13, of: { warpPenalty: 'absolute' }, misses: false },
    { knots: 14, of: { warpPenalty: 'absolute' }, misses: true },
    { knots: 100, of: { warpPenalty: 'absolute' }, misses: true },
    // Where the expected slope is 0, values that are the same at all knots have it.
    { knots: 100, of: { warpPenalty: 'absolute', expectedSlope: 0 }, misses: false },
    { knots: 100, of: { warpPenalty: 'squared' }, misses: false },
    // A step of the grid changes a slope by 99/49 of the expected one, which is 4/3.
    { knots: 100, of: { warpPenalty: { name: 'huber', parameter: 2.6 } }, misses: true },
    { knots: 100, of: { warpPenalty: { name: 'huber', parameter: 2.8 } }, misses: false },
  ])('is one where the expected slope makes less than four steps of it: $knots knots, $of', ({ knots, of, misses }) => {
    expect(missesKinks(toChain(fewObservations(knots, 1, of)), GRIDS)).toBe(misses);
  });
});

describe('the polish of many knots', () => {
  it.each([1, 0.01])('needs no more iterations for 20,000 knots than for 500: λ = %d', (lambda) => {
    for (const knots of [500, 1000, 2000, 5000, 20_000]) {
      expect(finestIterations(fewObservations(knots, lambda)), `${knots} knots`).toBeLessThanOrEqual(60);
    }
  });

  it.each([
    ['absolute', 'squared'],
    ['squared', 'absolute'],
    ['absolute', 'absolute'],
    ['huber', 'huber'],
  ])('needs few iterations with signal loss %s and warp penalty %s', (signalLoss, warpPenalty) => {
    const named = (name: string): string | { name: string; parameter: number } => (name === 'huber' ? { name, parameter: 0.1 } : name);
    for (const knots of [500, 2000, 8000]) {
      const problem = fewObservations(knots, 1, { signalLoss: named(signalLoss), warpPenalty: named(warpPenalty) });
      expect(finestIterations(problem), `${knots} knots`).toBeLessThanOrEqual(60);
    }
  });

  it('ends at a KKT point with any loss, penalty and constraints, no worse than the grids', () => {
    let better = 0;
    for (let seed = 1; seed <= 48; seed++) {
      const random = createRandom(seed);
      const list = (length: number): number[] => Array.from({ length }, () => random());
      const problem = createWarpProblem({
        x: createSignal(list(3 + Math.floor(8 * random())), { interpolation: seed % 7 === 0 ? 'cubic' : 'linear' }),
        y: createSignal(list(5 + Math.floor(8 * random()))),
        lambda: 10 ** (-3 * random()),
        knots: 300 + seed,
        signalLoss: ['squared', 'absolute', 'huber'][seed % 3],
        warpPenalty: seed % 2 === 0 ? 'absolute' : 'squared',
        subsequence: seed % 5 === 0,
        ...(seed % 4 === 0 ? { slopes: { lower: 0.1, upper: 6 } } : {}),
      });
      if (!warpFeasibility(problem).feasible) continue;
      const { kktResidual, gridObjectives, polishObjectives, objective } = solveWarp(problem, { maximumIterations: 2000 });
      expect(kktResidual, `seed ${seed}`).toBeLessThanOrEqual(1e-9);
      const all = [...gridObjectives, ...polishObjectives, objective];
      for (let k = 1; k < all.length; k++) expect(all[k], `seed ${seed}`).toBeLessThanOrEqual(all[k - 1] * (1 + 1e-12) + 1e-15);
      if (objective < 0.9 * gridObjectives[2]) better++;
    }
    expect(better).toBeGreaterThan(10);
  });

  it('stops where rounding is all that is left of the forces', () => {
    const solution = solveWarp(fewObservations(20_000, 1));
    expect(solution.kktResidual).toBeLessThanOrEqual(1e-9);
    expect(solution.polishObjectives.length).toBeLessThanOrEqual(60);
  });

  it('gives way before each iteration, coarse ones included', () => {
    const chain = toChain(fewObservations(300, 0.01));
    let turns = 0;
    const work = coarseStart(chain, GRIDS, 1000);
    for (let step = work.next(); step.done !== true; step = work.next()) {
      // Nothing is announced of it, so nothing may be counted.
      expect(step.value).toBe(0);
      turns++;
    }
    expect(turns).toBeGreaterThan(10);
    const start = runAtOnce(coarseStart(chain, GRIDS, 1000));
    const fine = polishSteps(chain, start, 3);
    let iterations = 0;
    while (fine.next().done !== true) iterations++;
    expect(iterations).toBeLessThanOrEqual(3);
  });
});

describe('scouting ahead', () => {
  const waves = (length: number): WarpProblem => {
    const signal = (bend: number): number[] => Array.from({ length }, (_, i) => Math.sin(30 * (i / (length - 1)) ** bend));
    return createWarpProblem({ x: createSignal(signal(1)), y: createSignal(signal(1.3)), lambda: 1 });
  };
  const solve = (chain: WarpChain, gridSize: number, scout?: Float64Array): { costs: number[]; warp: Float64Array } => {
    const warp = feasibleWarp(chain);
    return { costs: runAtOnce(gridPasses(chain, warp, { ...GRIDS, gridSize }, scout)), warp };
  };

  it('pays on large grids only, and takes nothing from what they find', () => {
    const chain = toChain(waves(400));
    expect(runAtOnce(scoutAhead(chain, { ...GRIDS, gridSize: 100 }))).toBeUndefined();
    const scout = runAtOnce(scoutAhead(chain, { ...GRIDS, gridSize: 400 }));
    expectFeasible(chain, scout!);
    const alone = solve(chain, 400);
    // It is what it is meant to be: better than the first grid's best.
    expect(chainCost(chain, scout!)).toBeLessThan(alone.costs[0]);
    expect(solve(chain, 400, scout)).toEqual(alone);
  });

  it('whatever the scout brings, grids find what they find', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = createRandom(seed);
      const flavour = { most: 30, slopes: seed % 2 === 0, subsequence: seed % 3 === 0 };
      const problem = toProblem(randomIngredients(random, flavour));
      if (!warpFeasibility(problem).feasible) continue;
      const chain = toChain(problem);
      const alone = solve(chain, 50);
      const polished = alone.warp.slice();
      polish(chain, polished, 1000);
      for (const scout of [polished, feasibleWarp(chain), chain.least, chain.most]) {
        expect(solve(chain, 50, scout), `seed ${seed}`).toEqual(alone);
      }
    }
  });
});
