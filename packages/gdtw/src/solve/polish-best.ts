import type { WarpChain } from './chain.ts';
import { chainCost } from './chain.ts';
import { coarseStart, hasManyKnots, missesKinks } from './coarse-start.ts';
import type { GridPasses } from './grid-passes.ts';
import { isBalanced, kktResidual } from './kkt.ts';
import { polishSteps } from './polish.ts';

/**
 * Polishes the best warp of the grids in place. Where there are many knots, a coarse start takes its place if it is better. Else, where the
 * grid knows no slope near a kink of the penalty, or the polish ends before it is done, a coarse start is polished as well, and the better
 * of both is taken. Gives way before each iteration.
 *
 * @returns the least objective so far after each iteration at all knots, in the chain's units
 */
export function* polishBest(
  chain: WarpChain,
  warp: Float64Array,
  grids: GridPasses,
  maximumIterations: number,
): Generator<number, readonly number[]> {
  const gridCost = chainCost(chain, warp);
  const many = hasManyKnots(chain, grids);
  if (many) {
    const start = yield* coarseStart(chain, grids, maximumIterations);
    if (chainCost(chain, start) < gridCost) warp.set(start);
  }
  const first = yield* polishSteps(chain, warp, maximumIterations);
  if (many || (!missesKinks(chain, grids) && isBalanced(kktResidual(chain, warp)))) return first.costs;
  const other = yield* coarseStart(chain, grids, maximumIterations);
  const second = yield* polishSteps(chain, other, maximumIterations);
  const polished = chainCost(chain, warp);
  if (chainCost(chain, other) < polished - 1e-12 * Math.abs(polished)) warp.set(other);
  let least = gridCost;
  return [...first.costs, ...second.costs].map((cost) => (least = Math.min(least, cost)));
}
