import type { WarpChain } from './chain.ts';
import { TOLERANCE } from './chain.ts';
import type { EdgeOfInterval } from './convex-edge.ts';
import { createEdge } from './convex-edge.ts';
import type { Grid } from './grid.ts';
import { gridRow, gridValue } from './grid.ts';
import type { AddKnotCosts } from './knot-costs.ts';
import { createKnotCosts } from './knot-costs.ts';
import type { Stretch, Transition, TransitionScratch } from './transition.ts';
import { convexTransition, createTransitionScratch } from './transition.ts';
import { findReachable, leastOf, leaveOutDearer } from './within-bound.ts';

/** What the dynamic programme needs beside the grid, made once for all its passes. */
export interface ProgrammeScratch {
  readonly costs: readonly [Float64Array, Float64Array];
  readonly rows: readonly [Float64Array, Float64Array];
  /** For each node of the grid the node before it. */
  readonly origins: Int16Array | Int32Array;
  readonly transition: TransitionScratch;
  readonly edge: EdgeOfInterval;
  readonly addKnotCosts: AddKnotCosts;
}

/** How many bytes a node's origin takes: two where that is enough, which halves the memory to go through. */
export const originBytes = (capacity: number): number => (capacity <= 2 ** 15 ? 2 : 4);

export function createProgrammeScratch(chain: WarpChain, capacity: number): ProgrammeScratch {
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    costs: [numbers(), numbers()],
    rows: [numbers(), numbers()],
    origins: originBytes(capacity) === 2 ? new Int16Array(chain.count * capacity) : new Int32Array(chain.count * capacity),
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
 * With a bound, what is dearer to reach than that is left out at both ends of a knot's row, and so is what it alone leads to. The bound
 * asks for losses that are never below 0 and for an edge that knows its differences within a budget.
 *
 * @param bound no less than the objective of some warp on the grid; `Infinity`: all nodes are looked at
 * @returns the objective of the best warp, in the chain's units; `Infinity` where the grid has none within the bound
 */
export function* bestOnGrid(
  chain: WarpChain,
  grid: Grid,
  scratch: ProgrammeScratch,
  warp: Float64Array,
  bound: number = Infinity,
): Generator<number, number> {
  const { capacity } = grid;
  const { origins, transition, edge, addKnotCosts } = scratch;
  const [costs, others] = scratch.costs;
  const [row, otherRow] = scratch.rows;
  const step: { -readonly [Key in keyof Transition]: Transition[Key] } = {
    from: row,
    costs,
    to: otherRow,
    fromStretch: { begin: 0, end: 0 },
    toStretch: { begin: 0, end: gridRow(grid, 0, row).length },
    leastDelta: 0,
    mostDelta: 0,
    edge,
  };
  const { fromStretch, toStretch } = step;
  let next = others;
  costs.fill(0, 0, toStretch.end);
  yield* addAll(chain, addKnotCosts, 0, row, toStretch, costs);
  leaveOutDearer(costs, bound, toStretch, fromStretch);
  for (let i = 1; i < chain.count; i++) {
    if (fromStretch.begin === fromStretch.end) return Infinity;
    const whole = fromStretch.end - fromStretch.begin === toStretch.end - toStretch.begin;
    const size = gridRow(grid, i, step.to).length;
    edge.set(i - 1);
    step.leastDelta = chain.leastDelta[i - 1] - TOLERANCE;
    step.mostDelta = chain.mostDelta[i - 1] + TOLERANCE;
    toStretch.begin = 0;
    toStretch.end = size;
    // Where all that was looked at may be passed, so may nearly all of this knot.
    if (bound < Infinity && !whole) findReachable(step, bound - leastOf(step.costs, fromStretch), size, toStretch);
    convexTransition(step, transition, next, origins, i * capacity);
    yield* addAll(chain, addKnotCosts, i, step.to, toStretch, next);
    yield size - (toStretch.end - toStretch.begin);
    leaveOutDearer(next, bound, toStretch, fromStretch);
    [step.costs, next] = [next, step.costs];
    [step.from, step.to] = [step.to, step.from];
  }
  const least = leastOf(step.costs, fromStretch);
  if (least === Infinity) return least;
  let best = step.costs.indexOf(least, fromStretch.begin);
  for (let i = chain.count - 1; i >= 0; i--) {
    warp[i] = gridValue(grid, i, best);
    best = origins[i * capacity + best];
  }
  return least;
}

function* addAll(
  chain: WarpChain,
  add: AddKnotCosts,
  knot: number,
  values: Float64Array,
  stretch: Stretch,
  costs: Float64Array,
): Generator<number, void> {
  const slice = Math.ceil(SLICE / chain.channels);
  for (let first = stretch.begin; first < stretch.end; first += slice) {
    const end = Math.min(stretch.end, first + slice);
    add(knot, values, costs, first, end);
    yield end - first;
  }
}
