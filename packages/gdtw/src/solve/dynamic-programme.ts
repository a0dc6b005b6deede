import type { WarpChain } from './chain.ts';
import { TOLERANCE } from './chain.ts';
import type { EdgeOfInterval } from './convex-edge.ts';
import { createEdge } from './convex-edge.ts';
import type { Grid } from './grid.ts';
import { gridRow, gridValue } from './grid.ts';
import type { AddKnotCosts } from './knot-costs.ts';
import { createKnotCosts } from './knot-costs.ts';
import type { TransitionScratch } from './transition.ts';
import { convexTransition, createTransitionScratch } from './transition.ts';

/** What the dynamic programme needs beside the grid, made once for all its passes. */
export interface ProgrammeScratch {
  readonly costs: readonly [Float64Array, Float64Array];
  readonly rows: readonly [Float64Array, Float64Array];
  /** For each node of the grid the node before it. */
  readonly origins: Int32Array;
  readonly transition: TransitionScratch;
  readonly edge: EdgeOfInterval;
  readonly addKnotCosts: AddKnotCosts;
}

export function createProgrammeScratch(chain: WarpChain, capacity: number): ProgrammeScratch {
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    costs: [numbers(), numbers()],
    rows: [numbers(), numbers()],
    origins: new Int32Array(chain.count * capacity),
    transition: createTransitionScratch(capacity),
    edge: createEdge(chain),
    addKnotCosts: createKnotCosts(chain),
  };
}

/** So many numbers of x may be looked at between two yields: less than a millisecond. */
const SLICE = 2 ** 18;

/**
 * The best warp on a grid, into `warp`: costs of nodes are losses, costs of edges are penalties. It yields after each knot at the latest:
 * how many nodes it has done.
 *
 * @returns the objective of that warp, in the chain's units; `Infinity` where the grid has no warp
 */
export function* bestOnGrid(chain: WarpChain, grid: Grid, scratch: ProgrammeScratch, warp: Float64Array): Generator<number, number> {
  const { capacity } = grid;
  const { origins, transition, edge, addKnotCosts } = scratch;
  let [costs, next] = scratch.costs;
  let [row, other] = scratch.rows;
  let from = gridRow(grid, 0, row);
  costs.fill(0, 0, from.length);
  yield* addAll(chain, addKnotCosts, 0, from, costs);
  for (let i = 1; i < chain.count; i++) {
    const to = gridRow(grid, i, other);
    edge.set(i - 1);
    const leastDelta = chain.leastDelta[i - 1] - TOLERANCE;
    const mostDelta = chain.mostDelta[i - 1] + TOLERANCE;
    convexTransition({ from, costs, to, leastDelta, mostDelta, edge }, transition, next, origins, i * capacity);
    yield* addAll(chain, addKnotCosts, i, to, next);
    [costs, next] = [next, costs];
    [row, other] = [other, row];
    from = to;
  }
  let best = 0;
  for (let k = 1; k < from.length; k++) if (costs[k] < costs[best]) best = k;
  const cost = costs[best];
  if (cost === Infinity) return cost;
  for (let i = chain.count - 1; i >= 0; i--) {
    warp[i] = gridValue(grid, i, best);
    best = origins[i * capacity + best];
  }
  return cost;
}

function* addAll(chain: WarpChain, add: AddKnotCosts, knot: number, values: Float64Array, costs: Float64Array): Generator<number, void> {
  const slice = Math.ceil(SLICE / chain.channels);
  for (let first = 0; first < values.length; first += slice) {
    const end = Math.min(values.length, first + slice);
    add(knot, values, costs, first, end);
    yield end - first;
  }
}
