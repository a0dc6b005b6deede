import type { AlignmentProblem, AlignmentSolution, LatticeArray, SolveRequest } from '@rubato/core';
import { normaliseProblem, toDense } from '@rubato/core';
import fc from 'fast-check';
import { problemCases } from '../arbitraries/problem-case.ts';
import { selectRequest } from '../arbitraries/requests.ts';
import { checkAgainst } from '../compare/check-solution.ts';
import { expectation } from '../oracles/expectation.ts';
import { transposeData, transposed } from '../oracles/transpose.ts';
import type { Law } from './law.ts';

const parts = [
  'gradient',
  'softAlignment',
  'accumulatedCost',
  'stepWeightGradient',
  'stepPenaltyGradient',
  'temperatureGradient',
  'boundaryGradient',
  'edgeMarginals',
  'hessianProduct',
  'path',
] as const;

export const transposition: Law = {
  number: 4,
  name: 'transposition',
  sentence: "Transposing cost, weights, penalties, boundaries, lengths and band, and swapping each step's parts, transposes the gradient.",
  async check(context) {
    await context.forAll(problemCases(context.problems()), async ({ recipe, problem, request }) => {
      const solutions = await context.solveSupported(problem, selectRequest(request, parts));
      fc.pre(solutions.length > 0);
      const turned = normaliseProblem(transposed(problem));
      const expected = expectation(problem, request, recipe.whole && recipe.minimum === 'hardmin');
      for (const [asked, solution] of solutions) {
        const mirrored = turnRequest(problem, asked);
        fc.pre(context.backend.supports(turned, mirrored).supported);
        const other = await context.backend.solve(turned, mirrored);
        checkAgainst(turnBack(turned, other), solution, expected);
        if (asked.path === true)
          checkPaths(solution, other, (b) => recipe.whole || expected.gap(b) > 4 * expected.smoothToleranceOf('accumulatedCost', b));
        context.saw(...solution.values);
      }
      context.tally.items += problem.batch;
    });
  },
};

function turnRequest({ batch, rows, columns }: AlignmentProblem, request: SolveRequest): SolveRequest {
  const { hessianProduct } = request;
  if (hessianProduct === undefined) return request;
  return {
    ...request,
    hessianProduct: { ...hessianProduct, direction: transposeData(hessianProduct.direction, [batch, rows, columns, 1]) },
  };
}

/** The transposed problem's solution, turned back. */
function turnBack(turned: AlignmentProblem, solution: AlignmentSolution): AlignmentSolution {
  const { batch, rows, columns } = turned;
  const lattice = <T extends object>(array: T | LatticeArray): T | LatticeArray => {
    if (!('depth' in array)) return array;
    const { depth, fill } = array;
    return { data: transposeData(toDense(array), [batch, rows, columns, depth]), shape: [batch, columns, rows], depth, fill };
  };
  const table = (array: NonNullable<AlignmentSolution['stepWeightGradient']>): NonNullable<AlignmentSolution['stepWeightGradient']> => {
    if ('depth' in array) return lattice(array);
    const [B, N, M, S] = array.shape as readonly [number, number, number, number];
    return { data: transposeData(array.data, [B, N, M, S]), shape: [B, M, N, S] };
  };
  const turn = <K extends keyof AlignmentSolution>(name: K, by: (value: NonNullable<AlignmentSolution[K]>) => unknown): object => {
    const value = solution[name];
    return value === undefined ? {} : { [name]: by(value) };
  };
  return {
    ...solution,
    ...turn('gradient', lattice),
    ...turn('softAlignment', lattice),
    ...turn('accumulatedCost', lattice),
    ...turn('edgeMarginals', lattice),
    ...turn('hessianProduct', lattice),
    ...turn('stepWeightGradient', table),
    ...turn('stepPenaltyGradient', table),
  };
}

function checkPaths(solution: AlignmentSolution, turned: AlignmentSolution, decided: (b: number) => boolean): void {
  solution.paths!.forEach((path, b) => {
    const mirror = [...turned.paths![b]].map((_, k, all) => all[k ^ 1]);
    if (mirror.join() !== path.join() && decided(b))
      throw new Error(`the path of item ${b} is ${path.join()}, that of the transposed problem ${mirror.join()} turned back`);
  });
}
