import { countPaths, enumeratePaths } from '@rubato/core';
import type { ItemDefinition } from './item-definition.ts';

/** The minimum over whole paths, by listing every one of them. */
export interface PathEnumeration {
  readonly value: number;
  /** Σ weight of the paths that use the edge: ∂value/∂θ, shape [edges]. */
  readonly edgeMarginals: Float64Array;
  /** Σ weight·(cells on the path). */
  readonly expectedLength: number;
  readonly paths: number;
}

/**
 * The global formulation: μ_γ of the costs of all paths, and its gradient. Equal to the recursion for associative minimum functions,
 * softmin and hardmin, and for no other.
 *
 * @param most give up beyond so many paths
 * @returns undefined where there are more paths than `most`
 */
export function enumerate(definition: ItemDefinition, most = 2000): PathEnumeration | undefined {
  const { lattice, minimum, temperature } = definition;
  const { dag, costs } = lattice;
  if (countPaths(dag, costs) > BigInt(most)) return undefined;
  const paths = [...enumeratePaths(dag, costs)];
  const sums = Float64Array.from(paths, (path) => path.reduce((sum, edge) => sum + costs[edge], 0));
  const weights = new Float64Array(sums.length);
  const value = minimum.evaluate(sums, sums.length, temperature, weights);
  const edgeMarginals = new Float64Array(dag.tail.length);
  let expectedLength = 0;
  paths.forEach((path, p) => {
    for (const edge of path) edgeMarginals[edge] += weights[p];
    // A path has one start edge and an edge for each further cell, and one end edge.
    expectedLength += weights[p] * (path.length - 1);
  });
  return { value, edgeMarginals, expectedLength, paths: paths.length };
}
