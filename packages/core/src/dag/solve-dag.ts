import type { MinimumFunction } from '@rubato/minimum';
import { checkTemperature } from '../problem/check.ts';
import type { Dag } from './dag.ts';
import { checkEdgeCosts, largestInDegree } from './dag.ts';

/** Value and first derivatives of a DAG problem. */
export interface DagSolution {
  /** The name of the minimum it was solved with. */
  readonly minimum: string;
  /** D(sink), `Infinity` where no path has finite cost. */
  readonly value: number;
  /** D(v), shape [nodes]. */
  readonly distances: Float64Array;
  /** The minimum's weight of each edge among those that enter its head: ∂D(head)/∂(D(tail) + θ), shape [edges]. */
  readonly weights: Float64Array;
  /** ∂value/∂D(v), shape [nodes]. */
  readonly nodeMarginals: Float64Array;
  /** ∂value/∂θ, shape [edges]. */
  readonly edgeMarginals: Float64Array;
  /** ∂value/∂γ. */
  readonly temperatureDerivative: number;
}

/**
 * Solves `D(v) = μ_γ({D(u) + θ(u,v)})`, D(source) = 0, and sweeps back for the gradient: the definition of right.
 *
 * @param dag the graph
 * @param costs θ per edge; `Infinity` forbids an edge
 * @param minimum μ
 * @param temperature γ > 0
 * @returns value, distances, marginals and temperature derivative; all 0 but the distances where the value is `Infinity`
 * @throws InvalidArgumentError naming the first bad edge cost, or the temperature
 * @see Mensch & Blondel 2018, Differentiable Dynamic Programming for Structured Prediction and Attention, Algorithm 1
 *
 * @example
 * ```ts
 * import { createDag, solveDag } from '@rubato/core';
 * import { softmin } from '@rubato/minimum';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * solveDag(diamond, Float64Array.of(1, 1, 2, 2), softmin, 1).value; // → 3 - Math.log(2)
 * ```
 */
export function solveDag(dag: Dag, costs: Float64Array, minimum: MinimumFunction, temperature: number): DagSolution {
  checkEdgeCosts(dag, costs);
  checkTemperature(temperature);
  const { nodes, firstEdge, tail } = dag;
  const distances = new Float64Array(nodes);
  const weights = new Float64Array(tail.length);
  const candidates = new Float64Array(largestInDegree(dag));
  const local = new Float64Array(candidates.length);
  const localDerivative = new Float64Array(nodes);

  for (let v = 1; v < nodes; v++) {
    const start = firstEdge[v];
    const count = firstEdge[v + 1] - start;
    for (let i = 0; i < count; i++) candidates[i] = distances[tail[start + i]] + costs[start + i];
    distances[v] = minimum.evaluate(candidates, count, temperature, local);
    for (let i = 0; i < count; i++) weights[start + i] = local[i];
    localDerivative[v] = distances[v] === Infinity ? 0 : minimum.temperatureDerivative(candidates, count, temperature, local);
  }

  const value = distances[nodes - 1];
  const nodeMarginals = new Float64Array(nodes);
  const edgeMarginals = new Float64Array(tail.length);
  let temperatureDerivative = 0;
  if (value !== Infinity) {
    nodeMarginals[nodes - 1] = 1;
    for (let v = nodes - 1; v > 0; v--) {
      const marginal = nodeMarginals[v];
      if (marginal === 0) continue;
      temperatureDerivative += marginal * localDerivative[v];
      for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
        edgeMarginals[e] = marginal * weights[e];
        nodeMarginals[tail[e]] += edgeMarginals[e];
      }
    }
  }
  return { minimum: minimum.name, value, distances, weights, nodeMarginals, edgeMarginals, temperatureDerivative };
}
