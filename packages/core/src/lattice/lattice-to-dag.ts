import type { LocalCost } from '@rubato/costs';
import type { Dag } from '../dag/dag.ts';
import { checkWhole } from '../problem/check.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { BoundaryIndex } from './boundary-index.ts';
import { createCostReader } from './cost-reader.ts';
import { latticeLayout } from './layout.ts';
import { boundaryCost, stepCost } from './step-cost.ts';

/** What an edge of a lattice's graph stands for. */
export type LatticeEdge =
  | { readonly kind: 'step'; readonly row: number; readonly column: number; readonly step: number }
  | { readonly kind: 'start' | 'end'; readonly row: number; readonly column: number; readonly candidate: number };

/** One item's lattice as an explicit graph. */
export interface LatticeDag {
  readonly dag: Dag;
  /** θ per edge: step costs, start costs, end costs. */
  readonly costs: Float64Array;
  /** What each edge stands for. */
  readonly edges: readonly LatticeEdge[];
  /** The cost of each cell, by node (0 for source and sink). */
  readonly cellCosts: Float64Array;
  /** (row, column) of each node but the source (node 0) and the sink, two numbers per node. */
  readonly cells: Int32Array;
}

/**
 * The graph of one item: a source, a node per cell in row-major order, a sink. The edges into a cell are its steps in order, then
 * its start candidate; the edges into the sink are the end candidates in order.
 *
 * @param problem a normalised problem with any cost but `device`
 * @param item which item of the batch
 * @param costs local costs beside the built-in ones
 * @throws InvalidArgumentError for an item that is not in the batch; UnsupportedError for a `device` cost
 *
 * @example
 * ```ts
 * import { bestPath, latticeToDag, normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 * const lattice = latticeToDag(normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] }), 0);
 * const { edges } = bestPath(lattice.dag, lattice.costs);
 * Array.from(edges, (edge) => lattice.edges[edge].kind); // → ['start', 'step', 'end']
 * ```
 */
export function latticeToDag(problem: AlignmentProblem, item: number, costs?: Readonly<Record<string, LocalCost>>): LatticeDag {
  checkWhole('item', item, 0, problem.batch - 1);
  const { rows, columns, steps } = problem;
  const layout = latticeLayout(problem);
  const read = createCostReader(problem, costs);
  const rowLength = problem.rowLengths[item];
  const columnLength = problem.columnLengths[item];

  const nodeOf = new Map<number, number>();
  const cells: number[] = [-1, -1];
  const cellCosts: number[] = [0];
  const scratch = new Float64Array(columns);
  for (let n = 0; n < rowLength; n++) {
    const first = layout.first[item * rows + n];
    const last = layout.last[item * rows + n];
    read(item, n, first, last, scratch, 0);
    for (let m = first; m <= last; m++) {
      nodeOf.set(n * columns + m, cells.length / 2);
      cells.push(n, m);
      cellCosts.push(scratch[m - first]);
    }
  }
  cells.push(-1, -1);
  cellCosts.push(0);

  const nodes = cells.length / 2;
  const firstEdge = new Int32Array(nodes + 1);
  const tails: number[] = [];
  const edgeCosts: number[] = [];
  const edges: LatticeEdge[] = [];
  const start = new BoundaryIndex(problem.start);
  const end = new BoundaryIndex(problem.end);
  start.open(item, rowLength, columnLength);
  end.open(item, rowLength, columnLength);
  const startOf = new Map<number, number>();
  for (let k = 0; k < start.count; k++) startOf.set(start.row(k) * columns + start.column(k), k);

  for (let v = 1; v < nodes - 1; v++) {
    const [n, m] = [cells[2 * v], cells[2 * v + 1]];
    steps.forEach(([i, j], s) => {
      const tail = n >= i && m >= j ? nodeOf.get((n - i) * columns + m - j) : undefined;
      if (tail === undefined) return;
      tails.push(tail);
      edgeCosts.push(stepCost(problem, item, n, m, s, cellCosts[v]));
      edges.push({ kind: 'step', row: n, column: m, step: s });
    });
    const candidate = startOf.get(n * columns + m);
    if (candidate !== undefined) {
      tails.push(0);
      edgeCosts.push(boundaryCost(problem.start, item, candidate, cellCosts[v]));
      edges.push({ kind: 'start', row: n, column: m, candidate });
    }
    firstEdge[v + 1] = tails.length;
  }
  for (let k = 0; k < end.count; k++) {
    const tail = nodeOf.get(end.row(k) * columns + end.column(k));
    if (tail === undefined) continue;
    tails.push(tail);
    edgeCosts.push(boundaryCost(problem.end, item, k, cellCosts[tail]));
    edges.push({ kind: 'end', row: end.row(k), column: end.column(k), candidate: k });
  }
  firstEdge[nodes] = tails.length;

  return {
    dag: { nodes, firstEdge, tail: Int32Array.from(tails) },
    costs: Float64Array.from(edgeCosts),
    edges,
    cellCosts: Float64Array.from(cellCosts),
    cells: Int32Array.from(cells),
  };
}
