import type { MinimumFunction } from '@rubato/minimum';
import type { Dag } from './dag.ts';
import { largestInDegree } from './dag.ts';
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
 * @see Mensch & Blondel 2018, section 3 (Hessian products of DP_Ω)
 */
export function dagHessianProduct(
  dag: Dag, costs: Float64Array, minimum: MinimumFunction, temperature: number, solution: DagSolution, direction: Float64Array,
): Float64Array {
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
