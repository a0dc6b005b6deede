import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { solveWarp, warpFeasibility, warpObjective } from '../../src/index.ts';
import type { Flavour } from '../support/random-problem.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

const LOSSES = ['squared', 'absolute', 'huber', 'p-norm', { name: 'p-norm', parameter: 1 }, { name: 'p-norm', parameter: 3 }] as const;
const PENALTIES = ['squared', 'absolute', { name: 'huber', parameter: 0.1 }] as const;

describe('the polish', () => {
  it.each(LOSSES)('ends at a KKT point, no worse than the grid, under every penalty and constraint: %j', (signalLoss) => {
    let solved = 0;
    let onKinks = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const flavour: Flavour = {
        signalLoss,
        warpPenalty: PENALTIES[seed % 3],
        slopes: seed % 2 === 0,
        subsequence: seed % 5 === 0,
        uniform: seed % 7 === 0,
        most: 40,
        ...(seed % 4 === 0 ? { band: 'ranges' } : {}),
      };
      const of = randomIngredients(createRandom(seed), flavour);
      // Without λ nothing but the losses holds the knots, and the Hessian is singular wherever x is level.
      const problem = toProblem(seed % 11 === 0 ? { ...of, lambda: of.lambda.map(() => 0) } : of);
      if (!warpFeasibility(problem).feasible) continue;
      const solution = solveWarp(problem);
      expect(solution.kktResidual, `seed ${seed}`).toBeLessThanOrEqual(1e-9);
      const all = [...solution.gridObjectives, ...solution.polishObjectives];
      const noise = 1e-12 * all[0] + 1e-15;
      for (let k = 1; k < all.length; k++) expect(all[k], `seed ${seed}`).toBeLessThanOrEqual(all[k - 1] + noise);
      expect(solution.objective).toBeLessThanOrEqual(all[all.length - 1] + noise);
      if (solution.active.some(({ kind }) => kind === 'kink')) onKinks++;
      solved++;
    }
    expect(solved).toBeGreaterThan(100);
    expect(onKinks).toBeGreaterThan(50);
  });

  it.each(LOSSES)('ends at a KKT point where x is cubic: %j', (signalLoss) => {
    let solved = 0;
    let bent = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const flavour: Flavour = {
        signalLoss,
        warpPenalty: PENALTIES[seed % 3],
        cubic: seed % 2 === 0 ? 'x' : 'both',
        slopes: seed % 3 === 0,
        subsequence: seed % 5 === 0,
        uniform: seed % 7 === 0,
        most: 40,
        ...(seed % 4 === 0 ? { band: 'ranges' } : {}),
      };
      const of = randomIngredients(createRandom(seed), flavour);
      const problem = toProblem(seed % 11 === 0 ? { ...of, lambda: of.lambda.map(() => 0) } : of);
      if (!warpFeasibility(problem).feasible) continue;
      const { kktResidual, gridObjectives, polishObjectives, objective, warp } = solveWarp(problem);
      expect(kktResidual, `seed ${seed}`).toBeLessThanOrEqual(1e-9);
      const all = [...gridObjectives, ...polishObjectives];
      const noise = 1e-12 * all[0] + 1e-15;
      for (let k = 1; k < all.length; k++) expect(all[k], `seed ${seed}`).toBeLessThanOrEqual(all[k - 1] + noise);
      expect(objective).toBeLessThanOrEqual(all[all.length - 1] + noise);
      const straight = toProblem({ ...of, interpolation: { x: 'linear', y: 'linear' } });
      if (Math.abs(warpObjective(straight, warp).value - objective) > 1e-3 * objective) bent++;
      solved++;
    }
    expect(solved).toBeGreaterThan(100);
    expect(bent).toBeGreaterThan(50);
  });

  it('ends at a KKT point whatever constant both signals share', () => {
    for (const offset of [1e3, 1e6, 1e8]) {
      for (let seed = 1; seed <= 60; seed++) {
        const of = randomIngredients(createRandom(seed), { signalLoss: LOSSES[seed % 6], slopes: seed % 2 === 0, most: 20 });
        const raise = (values: readonly number[]): number[] => values.map((value) => value + offset);
        const problem = toProblem({ ...of, x: raise(of.x), y: raise(of.y) });
        if (!warpFeasibility(problem).feasible) continue;
        expect(solveWarp(problem).kktResidual, `offset ${offset}, seed ${seed}`).toBeLessThanOrEqual(1e-9);
      }
    }
  });

  it('leaves no shift of few knots by which the objective falls', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = createRandom(seed);
      const problem = toProblem(randomIngredients(random, { most: 20 }));
      const { warp, objective } = solveWarp(problem);
      for (let trial = 0; trial < 40; trial++) {
        const from = 1 + Math.floor(random() * (warp.length - 2));
        const to = Math.min(warp.length - 2, from + Math.floor(random() * 4));
        const moved = warp.slice();
        const step = (random() - 0.5) * 1e-4;
        for (let i = from; i <= to; i++) moved[i] = Math.min(warp[warp.length - 1], Math.max(warp[0], moved[i] + step));
        if (moved.some((value, i) => i > 0 && value < moved[i - 1])) continue;
        expect(warpObjective(problem, moved).value, `seed ${seed}`).toBeGreaterThanOrEqual(objective - 1e-14 * (1 + objective));
      }
    }
  });

  it('says what it did, and does nothing when it is not asked', () => {
    const problem = toProblem(randomIngredients(createRandom(3), { most: 20 }));
    const plain = solveWarp(problem, { polish: false });
    const polished = solveWarp(problem);
    expect(plain.polishObjectives).toEqual([]);
    expect(plain.polishMoved).toBe(0);
    expect(plain.gridObjectives).toEqual(polished.gridObjectives);
    expect(plain.kktResidual).toBeGreaterThan(1e-9);
    expect(polished.polishMoved).toBeGreaterThan(0);
    const farthest = Math.max(...polished.warp.map((value, i) => Math.abs(value - plain.warp[i])));
    expect(polished.polishMoved).toBeCloseTo(farthest, 12);
  });
});
