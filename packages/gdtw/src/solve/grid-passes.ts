import type { WarpChain } from './chain.ts';
import { chainCost } from './chain.ts';
import { bestOnGrid, createProgrammeScratch } from './dynamic-programme.ts';
import { canBound } from './within-bound.ts';
import { createGrid, placeGrid, roundToGrid } from './grid.ts';

/** How many values a knot has, how often, and how much narrower each time. */
export interface GridPasses {
  readonly gridSize: number;
  readonly passes: number;
  readonly refinement: number;
}

/** What a bound is widened by, so that rounding does not forbid the warp that it is the objective of. */
const SLACK = 1 + 1e-9;

/**
 * Moves a feasible warp to the best one of a grid around it, again and again on finer ones, in place. Gives way with the nodes that are
 * done.
 *
 * @param scout a good warp from elsewhere: the objective of its likeness on a grid bounds that of the best one there, which makes the
 * work shorter, and nothing else
 * @returns the objective after each, in the chain's units: it never rises
 */
export function* gridPasses(
  chain: WarpChain,
  warp: Float64Array,
  { gridSize, passes, refinement }: GridPasses,
  scout?: Float64Array,
): Generator<number, number[]> {
  const grid = createGrid(chain.count, gridSize);
  const scratch = createProgrammeScratch(chain, gridSize);
  const trial = new Float64Array(chain.count);
  const costs: number[] = [];
  const bounded = canBound(chain, scratch.edge);
  let cost = chainCost(chain, warp);
  for (let pass = 0; pass < passes; pass++) {
    placeGrid(grid, chain, warp, refinement ** pass);
    let bound = bounded ? cost : Infinity;
    if (bounded && scout !== undefined && roundToGrid(grid, chain, scout, trial)) bound = Math.min(bound, chainCost(chain, trial));
    // The grid holds the warp before, so that there is a best one.
    if ((yield* bestOnGrid(chain, grid, scratch, trial, bound * SLACK)) < Infinity) {
      // Rounding apart, it is no worse.
      const found = chainCost(chain, trial);
      if (found < cost) {
        warp.set(trial);
        cost = found;
      }
    }
    costs.push(cost);
  }
  return costs;
}
