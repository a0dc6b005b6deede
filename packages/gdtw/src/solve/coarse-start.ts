import { huberPenalty } from '../losses/warp-penalty.ts';
import type { WarpChain } from './chain.ts';
import { chainCost } from './chain.ts';
import { coarsen, refine } from './coarse-chain.ts';
import { feasibleWarp } from './grid.ts';
import type { GridPasses } from './grid-passes.ts';
import { gridPasses } from './grid-passes.ts';
import { polishSteps } from './polish.ts';

/** A grid knows enough slopes for as many knots as it has values, and tolerably for twice as many. */
export const hasManyKnots = (chain: WarpChain, { gridSize }: GridPasses): boolean => chain.count > 2 * gridSize;

/** A grid comes near enough to a slope where the difference that the slope makes in an interval is so many steps of it. */
const STEPS = 4;

/** Whether a slope that the penalty holds warps to is too fine for the first grid: no warp on it stays near that slope. */
export function missesKinks(chain: WarpChain, { gridSize }: GridPasses): boolean {
  const { expectedSlope, ratio, count, least, most } = chain;
  let width = 0;
  for (let i = 0; i < count; i++) width = Math.max(width, most[i] - least[i]);
  const step = (width * ratio * (count - 1)) / (gridSize - 1);
  return kinksOf(chain, step).some((kink) => kink + expectedSlope !== 0 && Math.abs(kink + expectedSlope) < STEPS * step);
}

/** The penalty's kinks; a Huber penalty has as good as one where its valley is narrower than what a step of the grid does to a slope. */
function kinksOf({ penalty, penaltyParameter }: WarpChain, step: number): readonly number[] {
  return penalty === huberPenalty && penaltyParameter < step ? [0] : (penalty.kinks ?? []);
}

/**
 * A feasible warp for the polish to start from where a grid has few values and many knots. The best warp on it is a staircase then: whole
 * treads of knots stand on the wrong side of a kink, and cross it one by one. So the problem is solved with fewer knots first, then with
 * twice as many each time, by grids or from the warp of fewer knots, whichever is better, and a polish. It begins with so few knots that
 * the grid comes near the penalty's kinks. Gives way before each iteration.
 */
export function* coarseStart(chain: WarpChain, options: GridPasses, maximumIterations: number): Generator<number, Float64Array> {
  const coarser = coarsen(chain);
  const hasGrid = coarser.count <= options.gridSize;
  const warp = feasibleWarp(coarser);
  if (hasGrid) {
    const passes = gridPasses(coarser, warp, options);
    // Its nodes are few, and not among those that were announced.
    while (passes.next().done !== true) yield 0;
  }
  if (!hasGrid || (coarser.count > 3 && missesKinks(coarser, options))) {
    const start = yield* coarseStart(coarser, options, maximumIterations);
    if (!hasGrid || chainCost(coarser, start) < chainCost(coarser, warp)) warp.set(start);
  }
  yield* polishSteps(coarser, warp, maximumIterations);
  return refine(chain, warp);
}

/** From so many nodes on, a grid takes longer than what shortens it. */
const WORTH_SCOUTING = 2 ** 17;
/** Enough for a bound: the last digits would not forbid more nodes. */
const SCOUT: GridPasses = { gridSize: 64, passes: 3, refinement: 0.125 };
const SCOUT_ITERATIONS = 4;

/**
 * A good warp for little, so that grids can pass over what is dearer than it; `undefined` where that is not worth the while. Gives way as
 * {@link coarseStart} does.
 */
export function* scoutAhead(chain: WarpChain, { gridSize }: GridPasses): Generator<number, Float64Array | undefined> {
  if (chain.count * gridSize < WORTH_SCOUTING) return undefined;
  const warp = yield* coarseStart(chain, SCOUT, SCOUT_ITERATIONS);
  yield* polishSteps(chain, warp, SCOUT_ITERATIONS);
  return warp;
}
