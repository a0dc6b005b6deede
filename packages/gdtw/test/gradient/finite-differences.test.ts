import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { WarpGradient, WarpSolution } from '../../src/index.ts';
import { discrepancyGradient, solveWarp, warpFeasibility, warpGradient } from '../../src/index.ts';
import type { Flavour, Ingredients } from '../support/random-problem.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

const INPUTS = {
  x: (gradient: WarpGradient) => gradient.x,
  y: (gradient: WarpGradient) => gradient.y,
  xTimes: (gradient: WarpGradient) => gradient.xTimes,
  yTimes: (gradient: WarpGradient) => gradient.yTimes,
  lambda: (gradient: WarpGradient) => gradient.lambda,
  slopesLower: (gradient: WarpGradient) => gradient.slopes.lower,
  slopesUpper: (gradient: WarpGradient) => gradient.slopes.upper,
  bandLower: (gradient: WarpGradient) => gradient.band.lower,
  bandUpper: (gradient: WarpGradient) => gradient.band.upper,
  radii: ({ band }: WarpGradient) => band.upper.map((value, i) => value - band.lower[i]),
  expectedSlope: (gradient: WarpGradient) => [gradient.expectedSlope],
} as const;
type InputName = keyof typeof INPUTS;

const FLAVOURS: Record<string, Flavour> = {
  'no constraint but the ends': {},
  bounds: { band: 'ranges' },
  radii: { band: 'radii' },
  slopes: { slopes: true },
  'slopes and bounds': { slopes: true, band: 'ranges' },
  'slopes and radii, uniform knots': { slopes: true, band: 'radii', uniform: true },
  'a subsequence with slopes': { subsequence: true, slopes: true, expectedSlope: true },
  'a given slope, uniform knots': { uniform: true, expectedSlope: true },
  'Huber functions': { signalLoss: { name: 'huber', parameter: 0.1 }, warpPenalty: { name: 'huber', parameter: 0.2 }, slopes: true },
  'a 3-norm': { signalLoss: { name: 'p-norm', parameter: 3 }, band: 'ranges' },
  'absolute loss': { signalLoss: 'absolute', slopes: true },
  'cubic x': { cubic: 'x' },
  'cubic x, slopes and bounds': { cubic: 'x', slopes: true, band: 'ranges' },
  'cubic x, slopes and radii, uniform knots': { cubic: 'x', slopes: true, band: 'radii', uniform: true },
  'cubic x, absolute loss': { cubic: 'x', signalLoss: 'absolute', slopes: true },
  'cubic y, uniform knots': { cubic: 'y', uniform: true },
  'cubic y, slopes and radii, uniform knots': { cubic: 'y', slopes: true, band: 'radii', uniform: true },
  'both cubic, bounds': { cubic: 'both', band: 'ranges' },
  'both cubic, a subsequence with slopes, uniform knots': { cubic: 'both', subsequence: true, slopes: true, uniform: true },
  'both cubic, Huber functions, uniform knots': {
    cubic: 'both',
    uniform: true,
    signalLoss: { name: 'huber', parameter: 0.1 },
    warpPenalty: { name: 'huber', parameter: 0.2 },
  },
  'both cubic, a 3-norm, slopes, uniform knots': {
    cubic: 'both',
    signalLoss: { name: 'p-norm', parameter: 3 },
    slopes: true,
    uniform: true,
  },
  'absolute penalty': { warpPenalty: 'absolute', band: 'radii', expectedSlope: true },
};

const STEP = 2e-6;
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
const activeAs = ({ active }: WarpSolution): string => active.map(({ kind, index }) => `${kind} ${index}`).join();

interface Tally {
  compared: number;
  irregular: number;
  changed: number;
  readonly active: Set<string>;
}

/** Directional derivatives of the warp and of the objective by every input, beside central differences of solved problems. */
function checkProblem(seed: number, flavour: Flavour, tally: Tally): void {
  const random = createRandom(seed);
  const base = randomIngredients(random, flavour);
  const problem = toProblem(base);
  if (!warpFeasibility(problem).feasible) return;
  const solution = solveWarp(problem);
  const upstream = Array.from(solution.warp, () => 2 * random() - 1);
  const byWarp = warpGradient(problem, solution.warp, upstream);
  const byDiscrepancy = discrepancyGradient(problem, solution.warp);
  if (!byWarp.regular) {
    tally.irregular++;
    return;
  }
  for (const { kind } of solution.active) tally.active.add(kind);
  for (const name of Object.keys(INPUTS) as InputName[]) {
    if (base[name].length === 0) continue;
    const direction = base[name].map(() => 2 * random() - 1);
    const solveAt = (step: number): WarpSolution => {
      const moved: Ingredients = { ...base, [name]: base[name].map((value, k) => value + step * direction[k]) };
      return solveWarp(toProblem(moved));
    };
    const [before, after] = [solveAt(-STEP), solveAt(STEP)];
    // Another optimum, or other constraints within the step: there is nothing to compare with.
    if (activeAs(before) !== activeAs(solution) || activeAs(after) !== activeAs(solution)) {
      tally.changed++;
      continue;
    }
    const difference = after.warp.map((value, i) => value - before.warp[i]);
    if (difference.some((value) => Math.abs(value) > 1e-2)) {
      tally.changed++;
      continue;
    }
    const label = `seed ${seed}, by ${name}`;
    const measured = dot(difference, upstream) / (2 * STEP);
    const size = 1 + Math.abs(measured);
    expect(Math.abs(dot(INPUTS[name](byWarp), direction) - measured) / size, `warp, ${label}`).toBeLessThan(2e-4);
    const slope = (after.objective - before.objective) / (2 * STEP);
    expect(Math.abs(dot(INPUTS[name](byDiscrepancy), direction) - slope) / (1 + Math.abs(slope)), `objective, ${label}`).toBeLessThan(1e-6);
    tally.compared++;
  }
}

describe('gradients are finite differences', () => {
  it.each(Object.entries(FLAVOURS))('with %s', (_, flavour) => {
    const tally: Tally = { compared: 0, irregular: 0, changed: 0, active: new Set() };
    for (let seed = 1; seed <= 60; seed++) checkProblem(seed, flavour, tally);
    // The test must not pass on what it skips.
    expect(tally.compared).toBeGreaterThan(120);
    expect(tally.changed).toBeLessThan(0.2 * tally.compared);
    if (flavour.slopes === true) expect([...tally.active]).toEqual(expect.arrayContaining(['slope-lower', 'slope-upper']));
    if (flavour.band !== undefined) expect([...tally.active]).toEqual(expect.arrayContaining(['lower', 'upper']));
  });
});
