import { createRandom } from '@rubato/core';
import { expect } from 'vitest';
import type { WarpFunctions, WarpGradient, WarpProblem, WarpSolution } from '../../../src/index.ts';
import { discrepancyGradient, solveWarp, warpFeasibility, warpGradient } from '../../../src/index.ts';
import type { Flavour, Ingredients } from '../../support/random-problem.ts';
import { randomIngredients, toProblem } from '../../support/random-problem.ts';

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
export type InputName = keyof typeof INPUTS;

/** What of a kind of problem has been compared, since a test must not pass on what it skips. */
export interface Tally {
  irregular: number;
  changed: number;
  readonly compared: Map<InputName, number>;
  /** Kinds of active constraints, problem by problem. */
  readonly active: string[][];
}

export function newTally(): Tally {
  return { irregular: 0, changed: 0, compared: new Map(), active: [] };
}

export function comparedOf({ compared }: Tally): number {
  return [...compared.values()].reduce((sum, count) => sum + count, 0);
}

/** A problem by seed, whether it is among those that are looked for, and functions of one's own to put into it. */
export interface CheckOptions {
  readonly flavour: Flavour;
  readonly functions?: WarpFunctions;
  readonly wanted?: (solution: WarpSolution, base: Ingredients) => boolean;
  /** What must hold of the gradient by the warp. */
  readonly check?: (gradient: WarpGradient, label: string) => void;
}

const STEP = 2e-6;
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
const activeAs = ({ active }: WarpSolution): string => active.map(({ kind, index }) => `${kind} ${index}`).join();

/** The problem, with functions of one's own in place of Rubato's where there are any. */
function problemOf(base: Ingredients, { signalLosses, warpPenalties }: WarpFunctions): WarpProblem {
  return {
    ...toProblem(base),
    ...(signalLosses && { signalLoss: { name: signalLosses[0].name } }),
    ...(warpPenalties && { warpPenalty: { name: warpPenalties[0].name } }),
  };
}

/** Directional derivatives of the warp and of the objective by every input, beside central differences of solved problems. */
export function checkProblem(seed: number, options: CheckOptions, tally: Tally): void {
  const { flavour, functions = {}, wanted, check } = options;
  const random = createRandom(seed);
  const base = randomIngredients(random, flavour);
  const problem = problemOf(base, functions);
  if (!warpFeasibility(problem).feasible) return;
  const solution = solveWarp(problem, functions);
  if (wanted?.(solution, base) === false) return;
  const upstream = Array.from(solution.warp, () => 2 * random() - 1);
  const byWarp = warpGradient(problem, solution.warp, upstream, functions);
  const byDiscrepancy = discrepancyGradient(problem, solution.warp, 1, functions);
  if (!byWarp.regular) {
    tally.irregular++;
    return;
  }
  tally.active.push([...new Set(solution.active.map(({ kind }) => kind))]);
  check?.(byWarp, `seed ${seed}`);
  for (const name of Object.keys(INPUTS) as InputName[]) {
    if (base[name].length === 0) continue;
    const direction = base[name].map(() => 2 * random() - 1);
    const solveAt = (step: number): WarpSolution => {
      const moved: Ingredients = { ...base, [name]: base[name].map((value, k) => value + step * direction[k]) };
      return solveWarp(problemOf(moved, functions), functions);
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
    tally.compared.set(name, (tally.compared.get(name) ?? 0) + 1);
  }
}
