import type { AlignmentProblem, LatticeArray } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { problemCases } from '../arbitraries/problem-case.ts';
import { enumerate } from '../oracles/enumeration.ts';
import type { Expectation } from '../oracles/expectation.ts';
import { expectation } from '../oracles/expectation.ts';
import { inputOf } from '../oracles/problem-input.ts';
import { tolerance } from '../tolerances.ts';
import type { Law } from './law.ts';
import { LawSkipped } from './law.ts';

/**
 * How far one application to n candidates may lie from the minimum, in units of γ: ln n below for softmin (its entropy), (1 - 1/n)/2
 * below for sparsemin (its regulariser), (n - 1)/e above for smoothmin (each excess x·e^-x is at most 1/e).
 */
const spreads: Readonly<Record<string, { readonly sign: 1 | -1; readonly spread: (n: number) => number }>> = {
  softmin: { sign: -1, spread: Math.log },
  sparsemin: { sign: -1, spread: (n) => 0.5 * (1 - 1 / n) },
  smoothmin: { sign: 1, spread: (n) => (n - 1) / Math.E },
};

export const bounds: Law = {
  number: 6,
  name: 'order of minimum functions',
  sentence: 'softmin, sparsemin ≤ min ≤ smoothmin, and all three → min as γ → 0, no slower than γ times the path length.',
  async check(context) {
    const able = Object.keys(spreads).filter((minimum) => context.capabilities.minimums.includes(minimum));
    if (able.length === 0) throw new LawSkipped('the backend supports none of softmin, sparsemin, smoothmin');
    await context.forAll(problemCases(context.problems({ minimums: able })), async ({ problem }) => {
      fc.pre(context.backend.supports(problem, {}).supported);
      const hard = expectation(normaliseProblem({ ...inputOf(problem), minimum: 'hardmin' }), {}, false);
      const own = expectation(problem, {}, false);
      const { values } = await context.backend.solve(problem, {});
      const { sign, spread } = spreads[problem.minimum];
      values.forEach((value, b) => {
        const least = hard.items[b].solution.value;
        if (least === Infinity || value === Infinity) {
          if (least !== value) throw new Error(`item ${b} has value ${value} with ${problem.minimum}, ${least} with hardmin`);
          return;
        }
        const { pathLength, candidates, temperature } = own.conditions[b];
        const slack =
          tolerance('accumulatedCost', problem.precision, own.conditions[b]) +
          tolerance('accumulatedCost', problem.precision, hard.conditions[b]);
        const beyond = sign * (value - least);
        const most = temperature! * pathLength * spread(candidates);
        if (!(beyond >= -slack && beyond <= most + slack)) {
          throw new Error(
            `item ${b}: ${problem.minimum} at γ = ${temperature} is ${value}, min ${least}: beyond by ${beyond}, possible is 0 to ${most}`,
          );
        }
        context.saw(beyond);
      });
      context.count(problem.minimum);
      context.tally.items += problem.batch;
    });
  },
};

export const globalFormulation: Law = {
  number: 6,
  name: 'global formulation',
  sentence: 'Recursive = global formulation for softmin and hardmin: value and edge marginals from the list of all paths, sides up to 5.',
  async check(context) {
    const able = ['softmin', 'hardmin'].filter((minimum) => context.capabilities.minimums.includes(minimum));
    if (able.length === 0) throw new LawSkipped('the backend supports neither softmin nor hardmin');
    await context.forAll(problemCases(context.problems({ minimums: able, rows: [1, 5], columns: [1, 5] })), async ({ recipe, problem }) => {
      const asked = { edgeMarginals: true };
      const wanted = context.backend.supports(problem, asked).supported ? asked : {};
      fc.pre(context.backend.supports(problem, wanted).supported);
      const expected = expectation(problem, asked, recipe.whole && recipe.minimum === 'hardmin');
      const lists = expected.items.map((item) => enumerate(item));
      fc.pre(lists.every((list) => list !== undefined));
      const { values, edgeMarginals } = await context.backend.solve(problem, wanted);
      lists.forEach((list, b) => {
        const allowed = tolerance('accumulatedCost', problem.precision, expected.conditions[b]);
        if (!(list.value === values[b] || Math.abs(list.value - values[b]) <= allowed)) {
          throw new Error(`item ${b} has value ${values[b]}, its ${list.paths} paths ${list.value} (tolerance ${allowed})`);
        }
        // Of equally good paths the list's first is not the recursion's.
        const decided = recipe.minimum !== 'hardmin' || expected.gap(b) > 4 * allowed;
        if (edgeMarginals !== undefined && decided) checkMarginals(problem, b, list.edgeMarginals, edgeMarginals, expected);
        context.count('paths', list.paths);
      });
      context.saw(...values);
      context.tally.items += problem.batch;
    });
  },
};

function checkMarginals(
  problem: AlignmentProblem,
  b: number,
  listed: Float64Array,
  { data, band }: LatticeArray,
  expected: Expectation,
): void {
  const S = problem.steps.length;
  const allowed = expected.smoothToleranceOf('edgeMarginals', b);
  expected.items[b].lattice.edges.forEach((edge, e) => {
    if (edge.kind !== 'step') return;
    const row = b * problem.rows + edge.row;
    const cell = band === undefined ? row * problem.columns + edge.column : band.offset[row] + edge.column - band.first[row];
    const mine = data[cell * S + edge.step];
    if (!(Math.abs(mine - listed[e]) <= allowed)) {
      throw new Error(
        `item ${b}, step ${edge.step} into (${edge.row}, ${edge.column}): marginal ${mine}, by listing ${listed[e]} (tolerance ${allowed})`,
      );
    }
  });
}
