import type { Dag } from '@rubato/core';
import { createDag } from '@rubato/core';
import type { Choose } from './choose.ts';

export interface CostedDag {
  readonly dag: Dag;
  readonly costs: Float64Array;
}

/** A random graph of 2 to 7 nodes, parallel edges included, some of them forbidden, the sink not always reached. */
export function randomDag(random: Choose, whole = false): CostedDag {
  const nodes = random.whole(2, 7);
  const edges: [number, number][] = [];
  for (let head = 1; head < nodes; head++) {
    for (let count = random.whole(0, 3); count > 0; count--) edges.push([random.whole(0, head - 1), head]);
  }
  const cost = (): number => (random.chance(0.1) ? Infinity : whole ? random.whole(-2, 3) : 4 * random.unit() - 1);
  return { dag: createDag(nodes, edges), costs: Float64Array.from(edges, cost) };
}

export function pathCost(costs: Float64Array, edges: Int32Array): number {
  return edges.reduce((sum, edge) => sum + costs[edge], 0);
}

/** N × M cells and their unit steps as a graph; node 0 is cell (0, 0). */
export function gridDag(rows: number, columns: number): Dag {
  const edges: [number, number][] = [];
  for (let n = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++) {
      const head = n * columns + m;
      if (n > 0) edges.push([head - columns, head]);
      if (m > 0) edges.push([head - 1, head]);
      if (n > 0 && m > 0) edges.push([head - columns - 1, head]);
    }
  }
  return createDag(rows * columns, edges);
}
