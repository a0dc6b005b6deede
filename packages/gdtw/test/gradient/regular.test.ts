import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { createSignal, createWarpProblem, solveWarp, warpGradient } from '../../src/index.ts';
import type { WarpProblemInput } from '../../src/index.ts';
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
});
