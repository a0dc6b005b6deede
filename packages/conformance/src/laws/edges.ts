import { normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { problemCases } from '../arbitraries/problem-case.ts';
import { checkAgainst, checkFeasibility, checkForm } from '../compare/check-solution.ts';
import { expectation } from '../oracles/expectation.ts';
import { inputOf } from '../oracles/problem-input.ts';
import { softmin } from '@rubato/minimum';
import type { Law } from './law.ts';
import { LawSkipped } from './law.ts';

export const thinProblems: Law = {
  number: 1,
  name: 'sides of 1 and items of length 0',
  sentence: 'A single row, a single column, a single cell and an item without any are problems like any other.',
  async check(context) {
    const thin = fc.oneof(
      problemCases(context.problems({ rows: [1, 1] })),
      problemCases(context.problems({ columns: [1, 1] })),
      problemCases(context.problems({ rows: [1, 1], columns: [1, 1] })),
      problemCases(context.problems({ lengths: ['someEmpty'], batch: [2, 4] })),
    );
    await context.forAll(thin, async ({ recipe, problem, request }) => {
      const solutions = await context.solveSupported(problem, request);
      fc.pre(solutions.length > 0);
      const expected = expectation(problem, request, recipe.whole && recipe.minimum === 'hardmin');
      for (const [{ path, ...numbers }, solution] of solutions) {
        checkForm(solution, problem, path === undefined ? numbers : { ...numbers, path }, context.backend.name);
        checkFeasibility(solution, problem);
        checkAgainst(solution, expected.answer(numbers), expected);
        context.saw(...solution.values);
      }
      context.tally.items += problem.batch;
    });
  },
};

/** softmin at half the temperature, under a name of its own. */
const halved: typeof softmin = {
  ...softmin,
  name: 'softmin at half the temperature',
  evaluate: (candidates, count, temperature, weights) => softmin.evaluate(candidates, count, temperature / 2, weights),
  temperatureDerivative: (candidates, count, temperature, weights) =>
    softmin.temperatureDerivative(candidates, count, temperature / 2, weights) / 2,
  secondOrderProduct: (candidates, count, temperature, weights, direction, product) =>
    softmin.secondOrderProduct(candidates, count, temperature / 2, weights, direction, product),
};
// A record without a printable form: it works where code is run, and is declined where it is printed.
delete (halved as { program?: unknown }).program;

export const handedInMinimum: Law = {
  number: 1,
  name: 'minimum functions handed in',
  sentence: 'A minimum function handed to `open` is used by its name, or declined; never taken for another.',
  async check(context) {
    if (!context.capabilities.minimums.includes('softmin'))
      throw new LawSkipped('the backend does not support softmin, which the handed-in function is made from');
    const backend = await context.open({ minimums: { ...context.options.open.minimums, [halved.name]: halved } });
    const drawn = problemCases(context.problems({ minimums: ['softmin'], temperaturePerItem: false }));
    let declined = 0;
    await context.forAll(drawn, async ({ problem, request }) => {
      const named = normaliseProblem({ ...inputOf(problem), minimum: halved.name, temperature: 2 * problem.temperature[0] });
      const { hessianProduct: _product, temperatureGradient: _derivative, path: _path, ...first } = request;
      fc.pre(context.backend.supports(problem, first).supported);
      const support = backend.supports(named, first);
      if (support.supported) {
        const solution = await backend.solve(named, first);
        const expected = expectation(problem, first, false);
        checkAgainst(solution, expected.answer(first), expected);
        context.saw(...solution.values);
      } else {
        declined++;
        if (support.reason === '') throw new Error('declined without a reason');
        context.saw(declined);
      }
      context.tally.items += problem.batch;
    });
    if (declined > 0) context.count('declined', declined);
  },
};
