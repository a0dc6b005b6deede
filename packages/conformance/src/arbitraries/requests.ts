import type { AlignmentProblem, MarginalReduction, SolveRequest } from '@rubato/core';
import { requestNames } from '@rubato/core';
import type { Draw } from './draw.ts';
import type { ProblemRecipe } from './recipe.ts';

/** One of each reduction that a request may hold, for a problem of any sides. */
function drawReductions(problem: AlignmentProblem, draw: Draw): readonly MarginalReduction[] {
  const { batch, rows, columns, steps } = problem;
  const sides = [batch, rows, columns, steps.length].map((side) => (draw.chance(0.5) ? side : 1));
  const shape = sides as unknown as readonly [number, number, number, number];
  const groups = Int32Array.from({ length: sides.reduce((product, side) => product * side, 1) }, () => draw.whole(-1, 2));
  const labels = Int32Array.from({ length: draw.chance(0.5) ? columns : batch * columns }, () => draw.whole(-1, 2));
  return [
    { by: 'step' },
    { by: 'row' },
    { by: 'column' },
    { by: 'group', groups: { data: groups, shape }, count: 3 },
    { by: 'transition', labels, count: 3 },
  ];
}

/** A request for everything but what the recipe omits. */
export function drawRequest(problem: AlignmentProblem, recipe: ProblemRecipe, draw: Draw): SolveRequest {
  const { batch, rows, columns, precision } = problem;
  const number = recipe.whole ? (): number => draw.whole(-2, 2) : (): number => draw.real(-2, 2);
  const direction = Float64Array.from({ length: batch * rows * columns }, number);
  const full: SolveRequest = {
    gradient: true,
    inputGradient: true,
    softAlignment: true,
    accumulatedCost: true,
    stepWeightGradient: draw.chance(0.5) ? 'table' : 'full',
    stepPenaltyGradient: draw.chance(0.5) ? 'table' : 'full',
    temperatureGradient: true,
    boundaryGradient: true,
    edgeMarginals: true,
    marginals: drawReductions(problem, draw),
    hessianProduct: {
      along: draw.chance(0.5) ? 'cost' : 'cellPenalty',
      direction: precision === 'float32' && draw.chance(0.5) ? Float32Array.from(direction) : direction,
    },
    path: true,
  };
  const wanted = requestNames.filter((_, bit) => (recipe.omit & (1 << bit)) === 0);
  const upstream = recipe.upstream === 'none' ? {} : { upstream: Float64Array.from({ length: batch }, number) };
  return { ...selectRequest(full, wanted), ...upstream };
}

/** The part of a request that has only the given names, and its upstream gradient. */
export function selectRequest(request: SolveRequest, names: readonly (typeof requestNames)[number][]): SolveRequest {
  const entries = Object.entries(request).filter(([name]) => name === 'upstream' || (names as readonly string[]).includes(name));
  return Object.fromEntries(entries);
}
