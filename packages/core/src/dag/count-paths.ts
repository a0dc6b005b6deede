import type { Dag } from './dag.ts';
import { checkEdgeCosts } from './dag.ts';

/**
 * The number of paths from source to sink, exactly.
 *
 * @param dag the graph
 * @param costs optional θ per edge: edges of `Infinity` do not count
 * @throws InvalidArgumentError naming the first bad edge cost
 *
 * @example
 * ```ts
 * import { countPaths, createDag } from '@rubato/core';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * countPaths(diamond, Float64Array.of(0, 0, Infinity, 0)); // → 1n
 * ```
 */
export function countPaths(dag: Dag, costs?: Float64Array): bigint {
  if (costs !== undefined) checkEdgeCosts(dag, costs);
  const { nodes, firstEdge, tail } = dag;
  const counts = new Array<bigint>(nodes).fill(0n);
  counts[0] = 1n;
  for (let v = 1; v < nodes; v++) {
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (costs === undefined || costs[e] !== Infinity) counts[v] += counts[tail[e]];
    }
  }
  return counts[nodes - 1];
}
