import type { Dag } from './dag.ts';
import { checkEdgeCosts } from './dag.ts';

/** A path from source to sink: its cost, and its edges in order; no edges and cost `Infinity` where there is none. */
export interface DagPath {
  readonly cost: number;
  readonly edges: Int32Array;
}

/**
 * The path of least cost. Ties: at each node the first of the edges that enter it.
 *
 * @param dag the graph
 * @param costs θ per edge
 * @returns the path; `{ cost: Infinity, edges: [] }` where there is none
 * @throws InvalidArgumentError naming the first bad edge cost
 *
 * @example
 * ```ts
 * import { bestPath, createDag } from '@rubato/core';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * const { cost, edges } = bestPath(diamond, Float64Array.of(2, 1, 1, 1));
 * [cost, ...edges]; // → [2, 1, 3]
 * ```
 */
export function bestPath(dag: Dag, costs: Float64Array): DagPath {
  checkEdgeCosts(dag, costs);
  const { nodes, firstEdge, tail } = dag;
  const distances = new Float64Array(nodes).fill(Infinity, 1);
  const chosen = new Int32Array(nodes).fill(-1);
  for (let v = 1; v < nodes; v++) {
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      const distance = distances[tail[e]] + costs[e];
      if (distance < distances[v]) {
        distances[v] = distance;
        chosen[v] = e;
      }
    }
  }
  const edges: number[] = [];
  if (distances[nodes - 1] !== Infinity) {
    for (let v = nodes - 1; v > 0; v = tail[chosen[v]]) edges.push(chosen[v]);
  }
  return { cost: distances[nodes - 1], edges: Int32Array.from(edges.reverse()) };
}
