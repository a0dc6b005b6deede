import { InvalidArgumentError } from '../errors.ts';
import { checkObject, checkWhole, show } from '../problem/check.ts';

/**
 * A directed acyclic graph in topological order: node 0 is the source, the last node the sink, every edge leads to a later node.
 * The edges into node v are `firstEdge[v]` up to `firstEdge[v + 1]`; `tail[e]` is where edge e comes from.
 */
export interface Dag {
  readonly nodes: number;
  readonly firstEdge: Int32Array;
  readonly tail: Int32Array;
}

/**
 * Makes a graph from its edges; the order of edges into a node is kept, and is the order of candidates there.
 *
 * @param nodes number of nodes, at least 1
 * @param edges pairs (tail, head) with tail < head
 * @throws InvalidArgumentError for an edge that goes backwards or leaves the graph
 *
 * @example
 * ```ts
 * import { countPaths, createDag } from '@rubato/core';
 * const diamond = createDag(4, [[0, 1], [0, 2], [1, 3], [2, 3]]);
 * countPaths(diamond); // → 2n
 * ```
 */
export function createDag(nodes: number, edges: readonly (readonly [tail: number, head: number])[]): Dag {
  checkWhole('nodes', nodes, 1, 2 ** 31 - 2);
  if (!Array.isArray(edges))
    throw new InvalidArgumentError({ argument: 'edges', found: show(edges), expected: 'a list of pairs (tail, head)' });
  const firstEdge = new Int32Array(nodes + 1);
  for (let e = 0; e < edges.length; e++) {
    const edge: unknown = edges[e];
    if (!Array.isArray(edge) || edge.length !== 2) {
      throw new InvalidArgumentError({ argument: 'edges', index: [e], found: show(edge), expected: 'a pair (tail, head)' });
    }
    const [tail, head] = edge as [number, number];
    checkWhole('edges', head, 1, nodes - 1, [e, 1]);
    checkWhole('edges', tail, 0, nodes - 1, [e, 0]);
    if (tail >= head) {
      throw new InvalidArgumentError({ argument: 'edges', index: [e], found: show([tail, head]), expected: 'a tail before its head' });
    }
    firstEdge[head + 1]++;
  }
  for (let v = 0; v < nodes; v++) firstEdge[v + 1] += firstEdge[v];
  const next = firstEdge.slice(0, nodes);
  const tail = new Int32Array(edges.length);
  for (const [from, head] of edges) tail[next[head]++] = from;
  return Object.freeze({ nodes, firstEdge, tail });
}

/** The largest finite edge cost: sums along a path do not overflow into `Infinity - Infinity`. Costs of a lattice's steps are below. */
const LARGEST_EDGE_COST = 1e290;

/** Refuses edge costs that are not one number (or `Infinity`) per edge. */
export function checkEdgeCosts(dag: Dag, costs: Float64Array): void {
  checkPerEdge(dag, 'costs', costs);
  for (let e = 0; e < costs.length; e++) {
    if (Math.abs(costs[e]) <= LARGEST_EDGE_COST || costs[e] === Infinity) continue;
    const expected = `a number within ±${LARGEST_EDGE_COST}, or Infinity to forbid the edge`;
    throw new InvalidArgumentError({ argument: 'costs', index: [e], found: show(costs[e]), expected });
  }
}

/** Refuses unless `values` has one number per edge. */
export function checkPerEdge(dag: Dag, argument: string, values: Float64Array): void {
  checkObject(argument, values, `${dag.tail.length} numbers, one per edge`);
  if (values.length !== dag.tail.length) {
    throw new InvalidArgumentError({ argument, found: `${values.length} long`, expected: `${dag.tail.length} numbers, one per edge` });
  }
}

/** The most edges that enter one node. */
export function largestInDegree(dag: Dag): number {
  let most = 0;
  for (let v = 0; v < dag.nodes; v++) most = Math.max(most, dag.firstEdge[v + 1] - dag.firstEdge[v]);
  return most;
}
