import type { AlignmentSolution } from '@rubato/core';
import { openReference } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interleavedServes } from '../../src/rows/interleaved-serves.ts';
import { InterleavedWork } from '../../src/rows/interleaved-work.ts';
import { largestDifference } from '../support/costs.ts';
import { interleavedProblem, interleavedRecipes } from './support/interleaved-problem.ts';
import { instances, runAlone } from './support/run-alone.ts';

const LARGEST_ERROR = 1e-5;
const reference = openReference();

/** The gradient by class, or nothing where it was not asked for. */
function gradientOf({ inputGradient }: AlignmentSolution): ArrayLike<number> {
  return inputGradient?.kind === 'gathered' ? inputGradient.values : [];
}

/** Infinities must agree; the rest must be near. */
function expectSameValues(found: ArrayLike<number>, wanted: ArrayLike<number>, temperature: number): void {
  for (let b = 0; b < wanted.length; b++) {
    if (wanted[b] === Infinity) expect(found[b]).toBe(Infinity);
    else expect(Math.abs(found[b] - wanted[b])).toBeLessThan(2e-6 * (1 + temperature + Math.abs(wanted[b])));
  }
}

describe.each(Object.entries(instances))('the interleaved lattice, %s', (_, instance) => {
  // Sizes that cover blocks of eight columns, groups of four rows and eight rows between two normalisations.
  it.each([
    [6, 400],
    [20, 300],
    [70, 100],
  ])('of up to %i rows and columns agrees with the reference; checkpoints and slices change no bit', (most, numRuns) => {
    let feasible = 0;
    fc.assert(
      fc.property(interleavedRecipes(most), fc.boolean(), (recipe, wantsGradient) => {
        const { single, double } = interleavedProblem(recipe);
        const request = wantsGradient ? { inputGradient: true, upstream: Array.from({ length: recipe.batch }, (__, b) => 0.5 - b) } : {};
        expect(interleavedServes(single, request)).toBe(true);
        const wanted = reference.solveSync(double, request);
        const found = runAlone(instance, new InterleavedWork(single, request, false), single, request)!;
        expectSameValues(found.values, wanted.values, recipe.temperature);
        expect(largestDifference(gradientOf(found), gradientOf(wanted))).toBeLessThan(LARGEST_ERROR);
        const again = runAlone(instance, new InterleavedWork(single, request, true), single, request, 1)!;
        expect(again.values).toEqual(found.values);
        expect(gradientOf(again)).toEqual(gradientOf(found));
        feasible += wanted.values.filter((value) => value < Infinity).length;
      }),
      { numRuns },
    );
    expect(feasible).toBeGreaterThan(numRuns / 2);
  });

  it('says where costs over γ are too large for it', () => {
    const recipe = { seed: 1, batch: 1, rows: 4, columns: 5, labels: 2, largestCost: 1, forbidden: 0, repeats: 0 } as const;
    const { single } = interleavedProblem({ ...recipe, maskedBy: 'weights', start: 'corner', end: 'corner', temperature: 1e-9 });
    expect(runAlone(instance, new InterleavedWork(single, {}, false), single, {})).toBeUndefined();
  });
});
