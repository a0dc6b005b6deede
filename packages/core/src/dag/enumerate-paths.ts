import type { Dag } from './dag.ts';
import { checkEdgeCosts } from './dag.ts';

/**
 * Every path from source to sink, as lists of edges: the brute force that small graphs are checked against.
 * The number of paths grows exponentially; `countPaths` tells it beforehand.
 *
 * @param dag the graph
 * @param costs optional θ per edge: edges of `Infinity` are not used
 * @throws InvalidArgumentError naming the first bad edge cost
 *
 * @example
 * ```ts
 * import { createDag, enumeratePaths } from '@rubato/core';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * Array.from(enumeratePaths(diamond), (edges) => [...edges]); // → [[0, 2], [1, 3]]
 * ```
 */
export function enumeratePaths(dag: Dag, costs?: Float64Array): Generator<Int32Array, void, undefined> {
  if (costs !== undefined) checkEdgeCosts(dag, costs);
  const { nodes, firstEdge, tail } = dag;
  const edges: number[] = [];
  function* back(v: number): Generator<Int32Array, void, undefined> {
    if (v === 0) {
      yield Int32Array.from(edges).reverse();
      return;
    }
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (costs !== undefined && costs[e] === Infinity) continue;
      edges.push(e);
      yield* back(tail[e]);
      edges.pop();
    }
  }
  return back(nodes - 1);
}
