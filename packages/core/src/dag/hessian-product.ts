import type { MinimumFunction } from '@rubato/minimum';
import { InvalidArgumentError } from '../errors.ts';
import { checkTemperature, LARGEST_FEATURE, show } from '../problem/check.ts';
import type { Dag } from './dag.ts';
import { checkEdgeCosts, checkPerEdge, largestInDegree } from './dag.ts';
import type { DagSolution } from './solve-dag.ts';

/**
 * `∇²value(θ)·z`: the derivative of the edge marginals when the edge costs move along z, by one more pair of sweeps.
 *
 * @param dag the graph
 * @param costs θ per edge, as solved
 * @param minimum μ
 * @param temperature γ
 * @param solution what `solveDag` returned for the same input
 * @param direction z per edge; ignored on forbidden edges
 * @returns the product, shape [edges]
 * @throws InvalidArgumentError naming the first bad number
 * @see Mensch & Blondel 2018, section 3 (Hessian products of DP_Ω)
 *
 * @example
 * ```ts
 * import { createDag, dagHessianProduct, solveDag } from '@rubato/core';
 * import { softmin } from '@rubato/minimum';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * const costs = new Float64Array(4);
 * const solution = solveDag(diamond, costs, softmin, 1);
 * Array.from(dagHessianProduct(diamond, costs, softmin, 1, solution, Float64Array.of(1, 0, 0, 0))); // → [-0.25, 0.25, -0.25, 0.25]
 * ```
 */
export function dagHessianProduct(
  dag: Dag,
  costs: Float64Array,
  minimum: MinimumFunction,
  temperature: number,
  solution: DagSolution,
  direction: Float64Array,
): Float64Array {
  checkEdgeCosts(dag, costs);
  checkTemperature(temperature);
  checkDirection(dag, costs, temperature, direction);
  checkPerEdge(dag, 'solution.weights', solution.weights);
  const { nodes, firstEdge, tail } = dag;
  const { distances, weights, nodeMarginals } = solution;
  const product = new Float64Array(tail.length);
  if (solution.value === Infinity) return product;

  const degree = largestInDegree(dag);
  const candidates = new Float64Array(degree);
  const moves = new Float64Array(degree);
  const local = new Float64Array(degree);
  const change = new Float64Array(degree);
  const distanceMoves = new Float64Array(nodes);
  const weightMoves = new Float64Array(tail.length);
  for (let v = 1; v < nodes; v++) {
    if (distances[v] === Infinity) continue;
    const start = firstEdge[v];
    const count = firstEdge[v + 1] - start;
    for (let i = 0; i < count; i++) {
      candidates[i] = distances[tail[start + i]] + costs[start + i];
      local[i] = weights[start + i];
      moves[i] = candidates[i] === Infinity ? 0 : distanceMoves[tail[start + i]] + direction[start + i];
      distanceMoves[v] += local[i] * moves[i];
    }
    minimum.secondOrderProduct(candidates, count, temperature, local, moves, change);
    for (let i = 0; i < count; i++) weightMoves[start + i] = change[i];
  }

  const marginalMoves = new Float64Array(nodes);
  for (let v = nodes - 1; v > 0; v--) {
    if (distances[v] === Infinity) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      product[e] = marginalMoves[v] * weights[e] + nodeMarginals[v] * weightMoves[e];
      marginalMoves[tail[e]] += product[e];
    }
  }
  return product;
}

/** Directions keep the product, at most their sum along a path over γ, from overflowing. */
function checkDirection(dag: Dag, costs: Float64Array, temperature: number, direction: Float64Array): void {
  checkPerEdge(dag, 'direction', direction);
  const limit = LARGEST_FEATURE * Math.min(1, temperature * 1e100);
  for (let e = 0; e < costs.length; e++) {
    if (costs[e] === Infinity || Math.abs(direction[e]) <= limit) continue;
    throw new InvalidArgumentError({ argument: 'direction', index: [e], found: show(direction[e]), expected: `a number within ±${limit}` });
  }
}
