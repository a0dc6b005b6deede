import fc from 'fast-check';
import { problemCases } from '../arbitraries/problem-case.ts';
import { checkAgainst, checkFeasibility, checkForm, checkPaths } from '../compare/check-solution.ts';
import { distance } from '../compare/compare.ts';
import { expectation } from '../oracles/expectation.ts';
import type { AlignmentSolution } from '@rubato/core';
import type { Law } from './law.ts';

/**
 * Law 1, against both oracles at once: the graph solver, which is the definition, and the reference lattice solver. Input in float32
 * holds numbers that float32 holds, so that the float64 answers are those of the same problem.
 */
export const referenceAnswer: Law = {
  number: 1,
  name: 'reference answer',
  sentence: "Every backend gives the reference's answer: value and every gradient, for every minimum function it supports.",
  async check(context) {
    await context.forAll(problemCases(context.problems()), async ({ recipe, problem, request }) => {
      const exact = recipe.whole && recipe.minimum === 'hardmin';
      const solutions = await context.solveSupported(problem, request);
      fc.pre(solutions.length > 0);
      const expected = expectation(problem, request, exact);
      for (const [asked, solution] of solutions) {
        checkForm(solution, problem, asked, context.backend.name);
        checkFeasibility(solution, problem);
        const { path, ...numbers } = asked;
        checkAgainst(solution, expected.answer(numbers), expected);
        const reference = context.reference.solveSync(problem, asked);
        checkAgainst(solution, reference, expected);
        if (exact) checkEqual(solution, reference);
        if (path === true) checkPaths(solution, expected, recipe.whole);
        context.saw(...solution.values);
      }
      context.tally.items += problem.batch;
    });
  },
};

/** On whole numbers hardmin leaves nothing to rounding: the marginals are equal, ties included. */
function checkEqual(solution: AlignmentSolution, reference: AlignmentSolution): void {
  for (const name of ['gradient', 'softAlignment', 'accumulatedCost'] as const) {
    const [mine, theirs] = [solution[name]?.data, reference[name]?.data];
    theirs?.forEach((value, k) => {
      if (distance(mine![k], value) !== 0)
        throw new Error(`${name} is ${mine![k]} at position ${k}, expected exactly ${value}: hardmin on whole numbers`);
    });
  }
}
