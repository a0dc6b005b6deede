import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';
import { asks, bestPath, feasibility, requestNames } from '@rubato/core';
import type { Expectation } from '../oracles/expectation.ts';
import { pathCost } from '../oracles/path-cost.ts';
import { tolerance } from '../tolerances.ts';
import { compareSolutions, describeDifference, distance } from './compare.ts';
import { arraysOf, quantitiesOf } from './quantities.ts';

/** Where a solution holds each request. */
const homes: Readonly<Record<(typeof requestNames)[number], keyof AlignmentSolution>> = {
  gradient: 'gradient',
  inputGradient: 'inputGradient',
  softAlignment: 'softAlignment',
  accumulatedCost: 'accumulatedCost',
  stepWeightGradient: 'stepWeightGradient',
  stepPenaltyGradient: 'stepPenaltyGradient',
  temperatureGradient: 'temperatureGradient',
  boundaryGradient: 'boundaryGradient',
  edgeMarginals: 'edgeMarginals',
  marginals: 'marginals',
  hessianProduct: 'hessianProduct',
  path: 'paths',
};

/** Refuses a solution of the wrong form: parts unasked for or missing, wrong precision, NaN, statuses that contradict values. */
export function checkForm(solution: AlignmentSolution, problem: AlignmentProblem, request: SolveRequest, backend: string): void {
  if (solution.backend !== backend) throw new Error(`the solution says that it comes from ${solution.backend}, not from ${backend}`);
  if (solution.precision !== problem.precision) throw new Error(`precision ${problem.precision} was asked for, ${solution.precision} came`);
  for (const name of requestNames) {
    const present = solution[homes[name]] !== undefined;
    if (present !== asks(request, name))
      throw new Error(`${name} was ${present ? 'not asked for, and came' : 'asked for, and did not come'}`);
  }
  const FloatArray = problem.precision === 'float32' ? Float32Array : Float64Array;
  for (const { label, data } of quantitiesOf(solution)) {
    if (!(data instanceof FloatArray)) throw new Error(`${label} is no ${FloatArray.name}`);
  }
  for (const [label, array] of arraysOf(solution)) {
    const bad = array.findIndex((value: number) => Number.isNaN(value));
    if (bad >= 0) throw new Error(`${label}[${bad}] is NaN`);
  }
  if (solution.values.length !== problem.batch || solution.status.length !== problem.batch)
    throw new Error('there is not one value and one status per item');
  solution.status.forEach((status, b) => {
    if ((status.kind === 'infeasible') !== (solution.values[b] === Infinity))
      throw new Error(`item ${b} has value ${solution.values[b]} and status ${status.kind}`);
    if (status.kind === 'infeasible' && status.reason === '') throw new Error(`item ${b} is infeasible without a reason`);
  });
}

/** Refuses statuses that differ from what `feasibility` says before anything is computed. */
export function checkFeasibility(solution: AlignmentSolution, problem: AlignmentProblem): void {
  feasibility(problem).forEach(({ feasible }, b) => {
    if (feasible !== (solution.status[b].kind === 'solved'))
      throw new Error(`item ${b} is ${solution.status[b].kind}, though feasibility says ${feasible}`);
  });
}

/** Refuses paths that are no paths, do not cost what they say, or are not the best. */
export function checkPaths(solution: AlignmentSolution, expected: Expectation, exact: boolean): void {
  const { paths, pathCosts } = solution;
  const { problem } = expected;
  if (paths === undefined || pathCosts === undefined) throw new Error('the path was asked for, and did not come');
  if (paths.length !== problem.batch || pathCosts.length !== problem.batch)
    throw new Error('there is not one path and one path cost per item');
  expected.items.forEach(({ lattice }, b) => {
    const best = bestPath(lattice.dag, lattice.costs);
    if (best.cost === Infinity) {
      if (paths[b].length > 0 || pathCosts[b] !== Infinity) throw new Error(`item ${b} has no path, and one came`);
      return;
    }
    const allowed = exact ? 0 : tolerance('accumulatedCost', problem.precision, expected.conditions[b]);
    const cost = pathCost(problem, b, paths[b]);
    if (distance(cost, best.cost) > allowed) throw new Error(`the path of item ${b} costs ${cost}, the best one ${best.cost}`);
    if (distance(pathCosts[b], best.cost) > allowed)
      throw new Error(`the path cost of item ${b} is ${pathCosts[b]}, expected ${best.cost}`);
    if (!exact && expected.gap(b) <= 4 * allowed) return;
    const cells = [...best.edges]
      .map((e) => lattice.edges[e])
      .filter(({ kind }) => kind !== 'end')
      .flatMap(({ row, column }) => [row, column]);
    if (cells.join() !== paths[b].join()) throw new Error(`the path of item ${b} is ${paths[b].join()}, expected ${cells.join()}`);
  });
}

/** Refuses a solution that differs from the expectation beyond the tolerances. */
export function checkAgainst(solution: AlignmentSolution, answer: AlignmentSolution, expected: Expectation): void {
  const differences = compareSolutions(solution, answer, expected.toleranceOf);
  if (differences.length > 0) throw new Error(differences.map(describeDifference).join('\n'));
}
