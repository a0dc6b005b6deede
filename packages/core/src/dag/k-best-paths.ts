import { checkWhole } from '../problem/check.ts';
import type { DagPath } from './best-path.ts';
import type { Dag } from './dag.ts';
import { checkEdgeCosts } from './dag.ts';

/** The best paths to one node: costs ascending, each by its last edge and the rank of its rest at that edge's tail. */
interface Ranking {
  readonly costs: number[];
  readonly edges: number[];
  readonly ranks: number[];
}

/**
 * The k paths of least cost, best first; fewer where there are fewer. Ties: the first edge, then the better rank at its tail.
 *
 * Keeps the k best at each node, merged from those of its predecessors: O(k·edges).
 *
 * @param dag the graph
 * @param costs θ per edge
 * @param k how many, at least 1
 * @throws InvalidArgumentError naming the first bad edge cost, or k
 *
 * @example
 * ```ts
 * import { createDag, kBestPaths } from '@rubato/core';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * kBestPaths(diamond, Float64Array.of(2, 1, 1, 1), 5).map((path) => path.cost); // → [2, 3]
 * ```
 */
export function kBestPaths(dag: Dag, costs: Float64Array, k: number): DagPath[] {
  checkEdgeCosts(dag, costs);
  checkWhole('k', k, 1);
  const { nodes, firstEdge, tail } = dag;
  const rankings: Ranking[] = [{ costs: [0], edges: [-1], ranks: [-1] }];
  for (let v = 1; v < nodes; v++) rankings.push(merge(rankings, tail, costs, firstEdge[v], firstEdge[v + 1], k));
  return rankings[nodes - 1].costs.map((cost, rank) => ({ cost, edges: trace(rankings, tail, nodes - 1, rank) }));
}

function merge(rankings: readonly Ranking[], tail: Int32Array, costs: Float64Array, from: number, to: number, k: number): Ranking {
  const result: Ranking = { costs: [], edges: [], ranks: [] };
  // heads[i]: the rank, at the tail of edge from + i, of the next path to take through that edge.
  const heads = new Int32Array(to - from);
  while (result.costs.length < k) {
    let best = Infinity;
    let chosen = -1;
    for (let e = from; e < to; e++) {
      const source = rankings[tail[e]];
      if (heads[e - from] >= source.costs.length) continue;
      const cost = source.costs[heads[e - from]] + costs[e];
      if (cost < best) {
        best = cost;
        chosen = e;
      }
    }
    if (chosen < 0) break;
    result.costs.push(best);
    result.edges.push(chosen);
    result.ranks.push(heads[chosen - from]++);
  }
  return result;
}

function trace(rankings: readonly Ranking[], tail: Int32Array, sink: number, rank: number): Int32Array {
  const edges: number[] = [];
  for (let v = sink; v > 0;) {
    const edge = rankings[v].edges[rank];
    rank = rankings[v].ranks[rank];
    edges.push(edge);
    v = tail[edge];
  }
  return Int32Array.from(edges.reverse());
}
