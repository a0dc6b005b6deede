import type { WarpChain } from './chain.ts';
import { chainCost } from './chain.ts';
import { bestOnGrid, createProgrammeScratch } from './dynamic-programme.ts';
import { createGrid, placeGrid } from './grid.ts';

/** How many values a knot has, how often, and how much narrower each time. */
export interface GridPasses {
  readonly gridSize: number;
  readonly passes: number;
  readonly refinement: number;
}

/**
 * Moves a feasible warp to the best one of a grid around it, again and again on finer ones, in place. Gives way with the nodes that are
 * done.
 *
 * @returns the objective after each, in the chain's units: it never rises
 */
export function* gridPasses(
  chain: WarpChain,
  warp: Float64Array,
  { gridSize, passes, refinement }: GridPasses,
): Generator<number, number[]> {
  const grid = createGrid(chain.count, gridSize);
  const scratch = createProgrammeScratch(chain, gridSize);
  const trial = new Float64Array(chain.count);
  const costs: number[] = [];
  let cost = chainCost(chain, warp);
  for (let pass = 0; pass < passes; pass++) {
    placeGrid(grid, chain, warp, refinement ** pass);
    // The grid holds the warp before, so that there is a best one.
    yield* bestOnGrid(chain, grid, scratch, trial);
    // Rounding apart, it is no worse.
    const found = chainCost(chain, trial);
    if (found < cost) {
      warp.set(trial);
      cost = found;
    }
    costs.push(cost);
  }
  return costs;
}
