import { softmin } from '@rubato/minimum';
import { UnsupportedError } from '../errors.ts';
import { checkWhole } from '../problem/check.ts';
import { createRandom } from '../random.ts';
import type { Dag } from './dag.ts';
import { checkPerEdge } from './dag.ts';
import type { DagSolution } from './solve-dag.ts';

/** Only softmin's weights are the conditional probabilities of a distribution over whole paths. */
function requireSoftmin({ minimum }: DagSolution, what: string): void {
  if (minimum !== softmin.name) throw new UnsupportedError(what, `the Gibbs distribution over paths belongs to softmin, not to ${minimum}`);
}

/**
 * Paths drawn from the Gibbs distribution `p(path) ∝ exp(-cost(path)/γ)`.
 *
 * Order of sampling: path after path; each from the sink back to the source, one uniform number per node left, the first edge
 * whose cumulated weight exceeds it.
 *
 * @param dag the graph
 * @param solution what `solveDag` returned with softmin
 * @param count how many paths
 * @param seed of `createRandom`
 * @returns lists of edges from source to sink; none where there is no path
 * @throws UnsupportedError for any minimum but softmin; InvalidArgumentError for a count or seed that is no whole number
 *
 * @example
 * ```ts
 * import { createDag, samplePaths, solveDag } from '@rubato/core';
 * import { softmin } from '@rubato/minimum';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * const solution = solveDag(diamond, Float64Array.of(0, 900, 0, 0), softmin, 1);
 * samplePaths(diamond, solution, 2, 7).map((edges) => [...edges]); // → [[0, 2], [0, 2]]
 * ```
 */
export function samplePaths(dag: Dag, solution: DagSolution, count: number, seed: number): Int32Array[] {
  requireSoftmin(solution, 'samplePaths');
  checkWhole('count', count, 0);
  checkPerEdge(dag, 'solution.weights', solution.weights);
  if (solution.value === Infinity) return [];
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const edges: number[] = [];
    for (let v = dag.nodes - 1; v > 0;) {
      const edge = pick(dag, solution.weights, v, random());
      edges.push(edge);
      v = dag.tail[edge];
    }
    return Int32Array.from(edges.reverse());
  });
}

function pick(dag: Dag, weights: Float64Array, v: number, threshold: number): number {
  let cumulated = 0;
  let last = -1;
  for (let e = dag.firstEdge[v]; e < dag.firstEdge[v + 1]; e++) {
    if (weights[e] === 0) continue;
    last = e;
    cumulated += weights[e];
    if (cumulated > threshold) return e;
  }
  // Weights may sum to a little less than 1: what is missing belongs to the last possible edge.
  return last;
}

/**
 * The entropy, in nats, of the Gibbs distribution over paths: `-Σ p ln p = Σ_v E(v)·H(weights at v)` by the chain rule, without
 * the cancellation of `(⟨p, cost⟩ - value)/γ`.
 *
 * @param dag the graph
 * @param solution what `solveDag` returned with softmin
 * @throws UnsupportedError for any minimum but softmin
 *
 * @example
 * ```ts
 * import { createDag, pathEntropy, solveDag } from '@rubato/core';
 * import { softmin } from '@rubato/minimum';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * pathEntropy(diamond, solveDag(diamond, new Float64Array(4), softmin, 1)); // → Math.log(2)
 * ```
 */
export function pathEntropy(dag: Dag, solution: DagSolution): number {
  requireSoftmin(solution, 'pathEntropy');
  checkPerEdge(dag, 'solution.weights', solution.weights);
  let entropy = 0;
  for (let v = 1; v < dag.nodes; v++) {
    if (solution.nodeMarginals[v] === 0) continue;
    for (let e = dag.firstEdge[v]; e < dag.firstEdge[v + 1]; e++) {
      const weight = solution.weights[e];
      if (weight > 0) entropy -= solution.nodeMarginals[v] * weight * Math.log(weight);
    }
  }
  return entropy;
}
