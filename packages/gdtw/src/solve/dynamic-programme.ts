import type { WarpChain } from './chain.ts';
import { edgeCost, knotCost, TOLERANCE } from './chain.ts';
import type { Grid } from './grid.ts';
import { squaredPenalty } from '../losses/warp-penalty.ts';
import type { TransitionScratch } from './transition.ts';
import { convexTransition } from './transition.ts';

/** Arrays of the dynamic programme, allocated once for all its passes. */
export interface ProgrammeScratch {
  readonly costs: Float64Array;
  readonly next: Float64Array;
  /** For each node of the grid the node before it. */
  readonly origins: Int32Array;
  readonly transition: TransitionScratch;
}

/**
 * The best warp on a grid, into `warp`: costs of nodes are losses, costs of edges are penalties. It gives way after each knot.
 *
 * @returns the objective of that warp, in the chain's units; `Infinity` where the grid has no warp
 */
export function* bestOnGrid(chain: WarpChain, grid: Grid, scratch: ProgrammeScratch, warp: Float64Array): Generator<void, number> {
  const { capacity, values, sizes } = grid;
  const { origins, transition } = scratch;
  let { costs, next } = scratch;
  let size = sizes[0];
  costs.fill(0, 0, size);
  addKnotCosts(chain, 0, values.subarray(0, size), costs);
  for (let i = 1; i < chain.count; i++) {
    const to = values.subarray(i * capacity, i * capacity + sizes[i]);
    const step = {
      from: values.subarray((i - 1) * capacity, (i - 1) * capacity + size),
      costs,
      to,
      leastDelta: chain.leastDelta[i - 1] - TOLERANCE,
      mostDelta: chain.mostDelta[i - 1] + TOLERANCE,
      edge: edgeFunction(chain, i - 1),
    };
    convexTransition(step, transition, next, origins.subarray(i * capacity, i * capacity + sizes[i]));
    addKnotCosts(chain, i, to, next);
    [costs, next] = [next, costs];
    size = sizes[i];
    yield;
  }
  let best = 0;
  for (let k = 1; k < size; k++) if (costs[k] < costs[best]) best = k;
  const cost = costs[best];
  if (cost === Infinity) return cost;
  for (let i = chain.count - 1; i >= 0; i--) {
    warp[i] = values[i * capacity + best];
    best = origins[i * capacity + best];
  }
  return cost;
}

/** The penalty of an interval as a function of one number; the common one without a record in between. */
function edgeFunction(chain: WarpChain, edge: number): (delta: number) => number {
  if (chain.penalty !== squaredPenalty) return (delta) => edgeCost(chain, edge, delta);
  const weight = chain.lambda[edge] * chain.intervals[edge];
  const factor = chain.ratio / chain.intervals[edge];
  const { expectedSlope } = chain;
  return (delta) => {
    const deviation = factor * delta - expectedSlope;
    return weight * (deviation * deviation);
  };
}

/** Adds the losses of a knot's values: they are sorted, so the segments of x come in order. */
function addKnotCosts(chain: WarpChain, knot: number, values: Float64Array, costs: Float64Array): void {
  const { times } = chain;
  let segment = 0;
  for (let k = 0; k < values.length; k++) {
    while (segment < times.length - 2 && times[segment + 1] <= values[k]) segment++;
    costs[k] += knotCost(chain, knot, segment, values[k]);
  }
}
