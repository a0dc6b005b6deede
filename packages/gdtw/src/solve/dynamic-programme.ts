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
import { findReachable, leastOf, leaveOutDearer, take } from './within-bound.ts';

/** What the dynamic programme needs beside the grid, made once for all its passes. */
export interface ProgrammeScratch {
  readonly costs: readonly [Float64Array, Float64Array];
  readonly rows: readonly [Float64Array, Float64Array];
  /** For each node of the grid the node before it, and what that one's knot counts its nodes from. */
  readonly origins: Int16Array | Int32Array;
  readonly firsts: Int32Array;
  readonly transition: TransitionScratch;
  readonly edge: EdgeOfInterval;
  readonly addKnotCosts: AddKnotCosts;
}

/** How many bytes a node's origin takes: a wide grid has half the memory to go through where its numbers are small. */
export const originBytes = (capacity: number): number => (capacity <= 2 ** 15 ? 2 : 4);

export function createProgrammeScratch(chain: WarpChain, capacity: number): ProgrammeScratch {
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    costs: [numbers(), numbers()],
    rows: [numbers(), numbers()],
    origins: originBytes(capacity) === 2 ? new Int16Array(chain.count * capacity) : new Int32Array(chain.count * capacity),
    firsts: new Int32Array(chain.count),
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
 * With a bound, what is dearer to reach than that is left out at both ends of a knot's row, and so is what it alone leads to. The bound asks for losses
 * that are never below 0 and for an edge that knows its differences within a budget.
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
  const { origins, firsts, transition, edge, addKnotCosts } = scratch;
  let [buffer, nextBuffer] = scratch.costs;
  let [row, nextRow] = scratch.rows;
  const stretch = { begin: 0, end: 0 };
  let to = gridRow(grid, 0, row);
  buffer.fill(0, 0, to.length);
  yield* addAll(chain, addKnotCosts, 0, to, buffer);
  leaveOutDearer(buffer, to.length, bound, stretch);
  firsts[0] = stretch.begin;
  for (let i = 1; i < chain.count; i++) {
    if (stretch.begin === stretch.end) return Infinity;
    const values = gridRow(grid, i, nextRow);
    edge.set(i - 1);
    const all = {
      from: take(to, stretch),
      costs: take(buffer, stretch),
      to: values,
      leastDelta: chain.leastDelta[i - 1] - TOLERANCE,
      mostDelta: chain.mostDelta[i - 1] + TOLERANCE,
      edge,
    };
    // Where all of a knot may be passed, so may nearly all of the next.
    if (bound < Infinity && all.from.length < to.length) {
      findReachable(all, bound - leastOf(buffer, stretch), stretch);
    } else {
      stretch.begin = 0;
      stretch.end = values.length;
    }
    to = take(values, stretch);
    const { begin } = stretch;
    convexTransition({ ...all, to }, transition, nextBuffer, origins, i * capacity + begin);
    yield* addAll(chain, addKnotCosts, i, to, nextBuffer);
    yield values.length - to.length;
    leaveOutDearer(nextBuffer, to.length, bound, stretch);
    firsts[i] = begin + stretch.begin;
    [buffer, nextBuffer] = [nextBuffer, buffer];
    [row, nextRow] = [nextRow, row];
  }
  const least = leastOf(buffer, stretch);
  if (least === Infinity) return least;
  let best = firsts[chain.count - 1] + take(buffer, stretch).indexOf(least);
  for (let i = chain.count - 1; i >= 0; i--) {
    warp[i] = gridValue(grid, i, best);
    if (i > 0) best = firsts[i - 1] + origins[i * capacity + best];
  }
  return least;
}

function* addAll(chain: WarpChain, add: AddKnotCosts, knot: number, values: Float64Array, costs: Float64Array): Generator<number, void> {
  const slice = Math.ceil(SLICE / chain.channels);
  for (let first = 0; first < values.length; first += slice) {
    const end = Math.min(values.length, first + slice);
    add(knot, values, costs, first, end);
    yield end - first;
  }
}
