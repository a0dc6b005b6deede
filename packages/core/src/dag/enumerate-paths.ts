import type { Dag } from './dag.ts';

/**
 * Every path from source to sink, as lists of edges: the brute force that small graphs are checked against.
 * The number of paths grows exponentially; `countPaths` tells it beforehand.
 *
 * @param dag the graph
 * @param costs optional θ per edge: edges of `Infinity` are not used
 */
export function* enumeratePaths(dag: Dag, costs?: Float64Array): Generator<Int32Array, void, undefined> {
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
  yield* back(nodes - 1);
}
