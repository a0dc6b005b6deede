import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { createSignal, createWarpProblem, discrepancyGradient, solveWarp, warpGradient } from '../../src/index.ts';
import type { WarpGradient, WarpProblemInput } from '../../src/index.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

describe('regular', () => {
  const of = randomIngredients(createRandom(5), { most: 14 });
  const problem = toProblem(of);
  const { warp, active } = solveWarp(problem);
  const middle = warp.findIndex((_, i) => i > 0 && !active.some(({ index }) => index === i || index === i - 1));
  const ones = new Float64Array(warp.length).fill(1);
  const wide = { bandLower: Array.from(warp, () => of.xTimes[0]), bandUpper: Array.from(warp, () => of.xTimes[of.xTimes.length - 1]) };
  const bounded = (upper: number): boolean => {
    const bandUpper = wide.bandUpper.map((value, i) => (i === middle ? upper : value));
    const tight = toProblem({ ...of, ...wide, bandUpper });
    return warpGradient(tight, solveWarp(tight).warp, ones).regular;
  };

  it('is false where a bound only touches the warp, true where it holds it or is away from it', () => {
    expect(middle).toBeGreaterThan(0);
    const duration = of.xTimes[of.xTimes.length - 1] - of.xTimes[0];
    expect(bounded(warp[middle] + 1e-3 * duration)).toBe(true);
    expect(bounded(warp[middle])).toBe(false);
    expect(bounded(warp[middle] - 1e-3 * duration)).toBe(true);
  });

  it('is false where slopes leave nothing to choose, and for a warp that is not optimal', () => {
    const slope = (of.xTimes[of.xTimes.length - 1] - of.xTimes[0]) / (of.yTimes[of.yTimes.length - 1] - of.yTimes[0]);
    const all = of.lambda.map(() => slope);
    const rigid = toProblem({ ...of, slopesLower: all, slopesUpper: all });
    expect(warpGradient(rigid, solveWarp(rigid).warp, ones).regular).toBe(false);
    const off = warp.map((value, i) => (i === middle ? value + 1e-3 * (warp[i + 1] - value) : value));
    expect(warpGradient(problem, off, ones).regular).toBe(false);
  });

  it('is false where nothing holds a knot: no λ, and x is level', () => {
    const input: WarpProblemInput = { x: createSignal([0, 0, 0]), y: createSignal([1, 2, 3]), lambda: 0 };
    const level = createWarpProblem(input);
    const gradient = warpGradient(level, [0, 0.7, 2], [1, 1, 1]);
    expect(gradient.regular).toBe(false);
    for (const list of [gradient.x, gradient.y, gradient.xTimes, gradient.yTimes, gradient.lambda]) {
      expect(list.every(Number.isFinite)).toBe(true);
    }
  });

  it('is false where the curvature of a cubic x jumps under a free knot, true beside it', () => {
    const x = createSignal([0, 1, 0.5, 2], { times: [0, 1, 3, 4], interpolation: 'cubic' });
    const lambda = 0.01;
    // The slope at the observation is (2·1 + 1·(-1/4))/3: there the loss pulls as much as the two springs do.
    const balance = 1 - (2 * lambda) / ((2 - 1 / 4) / 3);
    const regularAt = (target: number): boolean => {
      // x has that value once more, behind the band.
      const band = { kind: 'ranges', lower: [0, 0, 0], upper: [4, 1.2, 4] } as const;
      const bent = createWarpProblem({ x, y: createSignal([0, target, 2]), lambda, band });
      const solution = solveWarp(bent);
      expect(solution.kktResidual).toBeLessThanOrEqual(1e-9);
      expect(solution.active.map(({ kind }) => kind)).toEqual(['fixed', 'fixed']);
      return warpGradient(bent, solution.warp, [0, 1, 0]).regular;
    };
    expect(regularAt(balance)).toBe(false);
    expect(regularAt(balance + 1e-3)).toBe(true);
    expect(regularAt(balance - 1e-3)).toBe(true);
  });

  it('is false where two kinks meet in a knot, true where there is one', () => {
    const regularOf = (values: number[] | number[][], interpolation: 'linear' | 'cubic'): WarpGradient => {
      const signal = createSignal(values, { interpolation });
      const same = createWarpProblem({ x: signal, y: signal, lambda: 0.1, signalLoss: 'absolute' });
      return warpGradient(same, solveWarp(same).warp, [0, 1, 0]);
    };
    // An observation of a straight x, and the crossing of its one channel.
    expect(regularOf([0, 1, 3], 'linear').regular).toBe(false);
    const crossing = regularOf([0, 1, 3], 'cubic');
    expect(crossing.regular).toBe(true);
    // x is a parabola with slope 3/2 there: the crossing follows y at 2/3.
    expect(crossing.y[1]).toBeCloseTo(2 / 3, 12);
    expect(crossing.x[1]).toBeCloseTo(-2 / 3, 12);
    const two = [
      [0, 0],
      [1, 2],
      [3, 3],
    ];
    expect(regularOf(two, 'cubic').regular).toBe(false);
  });

  it('is false where a cubic only touches y, and no number is none', () => {
    for (const values of [
      [0, 1, 0, 1, 2],
      [0, 0, 1, 0, 0],
      [0, 2, 0, 2],
    ]) {
      const signal = createSignal(values, { interpolation: 'cubic' });
      const same = createWarpProblem({ x: signal, y: signal, lambda: 0.1, signalLoss: 'absolute' });
      const best = solveWarp(same).warp;
      expect(Array.from(best)).toEqual(Array.from(values.keys()));
      for (const gradient of [warpGradient(same, best, best), discrepancyGradient(same, best)]) {
        expect(gradient.regular).toBe(false);
        for (const list of [gradient.x, gradient.y, gradient.xTimes, gradient.yTimes]) expect(list.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('is false where a bound stands on a kink that would hold the knot alone', () => {
    let compared = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const free = randomIngredients(createRandom(seed), { most: 14 });
      const solution = solveWarp(toProblem(free));
      const kink = solution.active.find(({ kind }) => kind === 'kink');
      const isRegular = warpGradient(toProblem(free), solution.warp, solution.warp).regular;
      if (kink === undefined || !isRegular) continue;
      const [start, end] = [free.xTimes[0], free.xTimes[free.xTimes.length - 1]];
      const boundedAt = (upper: number): boolean => {
        const bandLower = Array.from(solution.warp, () => start);
        const bandUpper = Array.from(solution.warp, (_, i) => (i === kink.index ? upper : end));
        const bounded = toProblem({ ...free, bandLower, bandUpper });
        return warpGradient(bounded, solveWarp(bounded).warp, solution.warp).regular;
      };
      expect(boundedAt(solution.warp[kink.index]), `seed ${seed}`).toBe(false);
      expect(boundedAt(solution.warp[kink.index] + 1e-3 * (end - start)), `seed ${seed}`).toBe(true);
      compared++;
    }
    expect(compared).toBeGreaterThan(5);
  });
});
