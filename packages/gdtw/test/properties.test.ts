import { createRandom } from '@rubato/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSignal, createWarpProblem, knotTimes, solveWarp, solveWarps, warpFeasibility } from '../src/index.ts';
import { randomIngredients, toProblem } from './support/random-problem.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const flavours = fc.record({
  slopes: fc.boolean(),
  subsequence: fc.boolean(),
  uniform: fc.boolean(),
  band: fc.constantFrom('radii' as const, 'ranges' as const),
  signalLoss: fc.constantFrom('squared', 'absolute', 'huber', 'p-norm'),
  warpPenalty: fc.constantFrom('squared', 'absolute', 'huber'),
  cubic: fc.option(fc.constantFrom('x' as const, 'y' as const, 'both' as const), { nil: undefined }),
});
const small = { gridSize: 20, passes: 3 };

describe('every warp', () => {
  it('is monotone, within its bounds and its slopes, and leads from end to end', () => {
    fc.assert(
      fc.property(seeds, flavours, (seed, flavour) => {
        const of = randomIngredients(createRandom(seed), flavour);
        const problem = toProblem(of);
        if (!warpFeasibility(problem).feasible) return;
        const { warp, knots } = solveWarp(problem, small);
        const end = of.xTimes[of.xTimes.length - 1];
        const slack = 1e-11 * (end - of.xTimes[0]);
        for (let i = 0; i < warp.length; i++) {
          expect(warp[i]).toBeGreaterThanOrEqual(of.xTimes[0]);
          expect(warp[i]).toBeLessThanOrEqual(end);
          if (of.bandLower.length > 0) {
            expect(warp[i]).toBeGreaterThanOrEqual(of.bandLower[i] - slack);
            expect(warp[i]).toBeLessThanOrEqual(of.bandUpper[i] + slack);
          }
          if (i === 0) continue;
          expect(warp[i]).toBeGreaterThanOrEqual(warp[i - 1]);
          if (of.slopesLower.length === 0) continue;
          const interval = knots[i] - knots[i - 1];
          expect(warp[i] - warp[i - 1]).toBeGreaterThanOrEqual(of.slopesLower[i - 1] * interval - slack);
          expect(warp[i] - warp[i - 1]).toBeLessThanOrEqual(of.slopesUpper[i - 1] * interval + slack);
        }
        if (of.subsequence) return;
        expect(warp[0]).toBe(of.xTimes[0]);
        expect(warp[warp.length - 1]).toBe(end);
      }),
      { numRuns: 300 },
    );
  });

  it('is the identity where x is y and λ is above 0', () => {
    fc.assert(
      fc.property(seeds, flavours, (seed, { signalLoss, warpPenalty, uniform, cubic }) => {
        const of = randomIngredients(createRandom(seed), { signalLoss, warpPenalty, uniform });
        // Between observations x is only y where both are interpolated alike.
        const both = cubic === undefined ? ('linear' as const) : ('cubic' as const);
        const problem = toProblem({ ...of, x: of.y, xTimes: of.yTimes, interpolation: { x: both, y: both } });
        const { warp, objective } = solveWarp(problem, small);
        const times = knotTimes(problem);
        const duration = times[times.length - 1] - times[0];
        warp.forEach((value, i) => expect(Math.abs(value - times[i])).toBeLessThanOrEqual(1e-12 * duration + 1e-14 * Math.abs(times[i])));
        // A loss that rises with the difference's magnitude sees the rounding of times, one that rises with its square does not.
        expect(objective).toBeLessThanOrEqual(1e-11 * (1 + duration));
      }),
      { numRuns: 200 },
    );
  });

  it('follows a change of the units and the origins of both times', () => {
    let compared = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed);
      const of = randomIngredients(random, {
        slopes: seed % 2 === 0,
        band: 'ranges',
        most: 12,
        ...(seed % 3 === 0 ? {} : { cubic: seed % 3 === 1 ? 'x' : 'both', uniform: seed % 3 === 2 }),
      });
      // Powers of two: the change of units is exact, and so is everything behind it but the origin.
      const [a, b] = [2 ** Math.floor(8 * random() - 4), 2 ** Math.floor(8 * random() - 4)];
      const [p, q] = [Math.floor(10 * random()), Math.floor(10 * random())];
      const toX = (value: number): number => a * value + p;
      const problem = toProblem(of);
      if (!warpFeasibility(problem).feasible) continue;
      const changed = toProblem({
        ...of,
        xTimes: of.xTimes.map(toX),
        yTimes: of.yTimes.map((value) => b * value + q),
        bandLower: of.bandLower.map(toX),
        bandUpper: of.bandUpper.map(toX),
        slopesLower: of.slopesLower.map((value) => (value * a) / b),
        slopesUpper: of.slopesUpper.map((value) => (value * a) / b),
        lambda: of.lambda.map((value) => value * (b / a) ** 2),
      });
      const [before, after] = [solveWarp(problem), solveWarp(changed)];
      expect(Math.abs(after.objective - b * before.objective), `seed ${seed}`).toBeLessThanOrEqual(1e-9 * b * (1 + before.objective));
      before.warp.forEach((value, i) => expect(Math.abs(after.warp[i] - toX(value)), `seed ${seed}`).toBeLessThanOrEqual(1e-7 * a * 20));
      compared++;
    }
    expect(compared).toBeGreaterThan(150);
  });
});

describe('solveWarps', () => {
  it('answers what solveWarp answers, for problems of any lengths, and lets others run meanwhile', async () => {
    const problems = [9, 90, 300, 1500].map((most) => toProblem(randomIngredients(createRandom(3), { most })));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const solutions = await solveWarps(problems);
    clearInterval(timer);
    expect(solutions).toEqual(problems.map((problem) => solveWarp(problem)));
    expect(ticks).toBeGreaterThan(0);
  });

  it('stops on an abort signal', async () => {
    const x = createSignal(Array.from({ length: 50 }, (_, k) => Math.sin(k)));
    const problem = createWarpProblem({ x, y: x, lambda: 1 });
    await expect(solveWarps([problem], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
