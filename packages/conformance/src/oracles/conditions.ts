import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { candidateCount, kBestPaths } from '@rubato/core';
import { prepareLocalCost } from '@rubato/costs';
import type { Conditions } from '../tolerances.ts';
import type { ItemDefinition } from './item-definition.ts';

function largestFinite(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) if (Math.abs(values[k]) !== Infinity && Math.abs(values[k]) > most) most = Math.abs(values[k]);
  return most;
}

/** Sums of absolute costs from the source to each node, weighted by |B|: the scale of D's rounding errors. */
function absoluteCosts({ lattice, solution }: ItemDefinition): Float64Array {
  const { dag, costs } = lattice;
  const sums = new Float64Array(dag.nodes);
  for (let v = 1; v < dag.nodes; v++) {
    for (let e = dag.firstEdge[v]; e < dag.firstEdge[v + 1]; e++) {
      const weight = Math.abs(solution.weights[e]);
      if (weight > 0) sums[v] += weight * (sums[dag.tail[e]] + Math.abs(costs[e]));
    }
  }
  return sums;
}

/** The largest node marginal when all of the minimum's weights count as positive. */
function absoluteMarginals({ lattice, solution, minimum }: ItemDefinition): number {
  if (minimum.weightsOnSimplex) return 1;
  const { dag } = lattice;
  const marginals = new Float64Array(dag.nodes);
  marginals[dag.nodes - 1] = 1;
  for (let v = dag.nodes - 1; v > 0; v--) {
    for (let e = dag.firstEdge[v]; e < dag.firstEdge[v + 1]; e++) marginals[dag.tail[e]] += marginals[v] * Math.abs(solution.weights[e]);
  }
  return Math.max(1, ...marginals);
}

/** The largest derivative of a features cost in the item, and the size of the squares that its costs are differences of. */
function featureScales(problem: AlignmentProblem, b: number): { readonly sensitivity: number; readonly costRounding: number } {
  const { cost } = problem;
  if (cost.kind !== 'features') return { sensitivity: cost.kind === 'gathered' ? problem.columnLengths[b] : 1, costRounding: 0 };
  const { dimension: D, x, y } = cost;
  const prepared = prepareLocalCost(cost.localCost, D);
  const one = Float64Array.of(1);
  const [gradientX, gradientY] = [new Float64Array(D), new Float64Array(D)];
  let [sensitivity, costRounding] = [1, 1];
  for (let n = 0; n < problem.rowLengths[b]; n++) {
    for (let m = 0; m < problem.columnLengths[b]; m++) {
      const [xRow, yRow] = [(b * problem.rows + n) * D, (b * problem.columns + m) * D];
      gradientX.fill(0);
      gradientY.fill(0);
      prepared.pullback(x, xRow, y, yRow, 1, one, 0, gradientX, 0, gradientY, 0);
      sensitivity = Math.max(sensitivity, largestFinite(gradientX), largestFinite(gradientY));
      let squares = 0;
      for (let d = 0; d < D; d++) squares += x[xRow + d] ** 2 + y[yRow + d] ** 2;
      if (Number.isFinite(squares)) costRounding = Math.max(costRounding, squares);
    }
  }
  return { sensitivity, costRounding };
}

/** Measures how hard an item is, for `tolerance`. */
export function measureConditions(
  problem: AlignmentProblem,
  b: number,
  definition: ItemDefinition,
  request: SolveRequest = {},
): Conditions {
  const { rowLengths, columnLengths, steps, stepWeights, start, end } = problem;
  const sums = absoluteCosts(definition);
  const ends = candidateCount(end, b, rowLengths[b], columnLengths[b]);
  return {
    pathLength: Math.max(2, rowLengths[b] + columnLengths[b]),
    temperature: definition.minimum.usesTemperature ? definition.temperature : undefined,
    magnitude: Math.max(sums[sums.length - 1], 1e-3),
    largestMagnitude: Math.max(1e-3, ...sums),
    growth: absoluteMarginals(definition),
    candidates: Math.max(2, steps.length + 1, ends),
    weight: Math.max(1, largestFinite(stepWeights.data), largestFinite(start.multiplier.data), largestFinite(end.multiplier.data)),
    cost: Math.max(1, largestFinite(definition.lattice.cellCosts)),
    ...featureScales(problem, b),
    direction: request.hessianProduct === undefined ? 1 : Math.max(1e-3, largestFinite(request.hessianProduct.direction)),
    upstream: request.upstream === undefined ? 1 : Math.abs(request.upstream[b]),
  };
}

/** How much worse the second best path is than the best; `Infinity` where there are fewer than two. */
export function gapToSecondBest({ lattice }: ItemDefinition): number {
  const [best, second] = kBestPaths(lattice.dag, lattice.costs, 2);
  return best === undefined || second === undefined ? Infinity : second.cost - best.cost;
}

/**
 * How near an item is to a kink of the gradient, as the least change of a candidate, in units of γ, that changes the support of a
 * sparse minimum in a cell that counts: where a candidate is about to enter or leave, the Hessian jumps. `Infinity` for the others.
 */
export function distanceToKink({ lattice, solution, minimum, temperature }: ItemDefinition): number {
  if (minimum.name !== 'sparsemin') return Infinity;
  const { dag, costs } = lattice;
  let least = Infinity;
  for (let v = 1; v < dag.nodes; v++) {
    if (solution.nodeMarginals[v] === 0) continue;
    const [from, to] = [dag.firstEdge[v], dag.firstEdge[v + 1]];
    const candidate = (e: number): number => solution.distances[dag.tail[e]] + costs[e];
    // On the support q_e = (threshold - candidate_e)/γ: any supported edge tells the threshold.
    let threshold = Infinity;
    for (let e = from; e < to; e++) if (solution.weights[e] > 0) threshold = candidate(e) + temperature * solution.weights[e];
    for (let e = from; e < to; e++) {
      const distance = candidate(e) === Infinity ? Infinity : Math.abs(threshold - candidate(e)) / temperature;
      if (!(solution.weights[e] === 1)) least = Math.min(least, distance);
    }
  }
  return least;
}
