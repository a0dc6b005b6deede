import { createActiveState, differentiate } from './active-state.ts';
import type { ActiveState } from './active-state.ts';
import { createMoveScratch, moveClipped, moveToBlock, pieceCost, straighten } from './advance.ts';
import type { WarpChain } from './chain.ts';
import type { Forces } from './kkt.ts';
import { balances, createForces, findForces } from './kkt.ts';
import type { Components } from './newton.ts';
import { createComponents, largestGradient, reduce, solveComponents } from './newton.ts';
import { createReleaseScratch, release } from './release.ts';

/** Forces balance when they do so up to this share of their scale; the promise is 1e-9. */
const BALANCE = 1e-11;

/** What a polish did. */
export interface PolishReport {
  /** The objective after each iteration, in the chain's units. */
  readonly costs: number[];
  readonly iterations: number;
}

/**
 * Moves a feasible warp to a KKT point, downhill all the way, in place: an active-set Newton method, O(m) an iteration.
 *
 * On a piece, where x is straight and every term smooth, the objective is convex. Newton steps on the tridiagonal system minimise it
 * over the knots and intervals that are free; what reaches the end of its piece is held there, at a bound or on a kink. When nothing
 * moves any more, what is held against a fall is let go, into the next piece if it was a kink.
 */
export function polish(chain: WarpChain, warp: Float64Array, most: number): PolishReport {
  const m = chain.count;
  const state = createActiveState(chain, warp);
  const components = createComponents(m);
  const forces = createForces(m);
  const moves = createMoveScratch(m);
  const releases = createReleaseScratch(m);
  const right = new Float64Array(m);
  const costs: number[] = [];
  let cost = pieceCost(chain, state, state.phi);
  let best = cost;
  let still = 0;
  let trust = 3;
  let iterations = 0;
  for (; iterations < most && still < m + 10; iterations++) {
    differentiate(chain, state);
    reduce(state, components);
    const next = step(chain, state, components, moves, right, cost, trust > 0);
    straighten(state);
    if (next !== undefined) {
      // Moves whose fall is below rounding are trusted a few times in a row.
      trust = next < cost - 1e-13 * Math.abs(cost) ? 3 : trust - 1;
      still = next < cost ? 0 : still + 1;
      cost = next;
      costs.push(cost);
      best = keepBest(state, warp, cost, best);
      continue;
    }
    keepBest(state, warp, cost, best);
    if (isBalanced(chain, state, forces)) break;
    differentiate(chain, state);
    reduce(state, components);
    if (!release(chain, state, components, releases, BALANCE * 0.1 * forces.scale, still > 0)) break;
    trust = 3;
    still++;
  }
  return { costs, iterations };
}

/** The latest warp is kept where it is as good as the best so far, up to rounding: it is nearer to balance. */
function keepBest(state: ActiveState, warp: Float64Array, cost: number, best: number): number {
  if (cost > best + 1e-14 * Math.abs(best)) return best;
  warp.set(state.phi);
  return Math.min(cost, best);
}

function isBalanced(chain: WarpChain, state: ActiveState, forces: Forces): boolean {
  findForces(chain, state.phi, state.piece, forces);
  return balances(forces, BALANCE * forces.scale);
}

/** One Newton step; `undefined` where the free components have nothing to gain. */
function step(
  chain: WarpChain,
  state: ActiveState,
  components: Components,
  moves: ReturnType<typeof createMoveScratch>,
  right: Float64Array,
  cost: number,
  trusted: boolean,
): number | undefined {
  const { count, gradient, curvature, coupling } = components;
  const largest = largestGradient(components);
  if (largest === 0) return undefined;
  let scale = 0;
  for (let c = 0; c < count; c++) {
    right[c] = -gradient[c];
    scale = Math.max(scale, curvature[c], coupling[c]);
  }
  let forceScale = 0;
  for (let i = 0; i < chain.count; i++) {
    forceScale = Math.max(forceScale, Math.abs(state.slope[i]), Math.abs(state.tension[i]), 1e-4 * state.curvature[i]);
  }
  if (largest <= 1e-14 * forceScale) return undefined;
  // Without any curvature the step is as long as it likes: pieces end somewhere.
  solveComponents(components, right, Math.max(1e-14 * scale, 1e-9 * largest), components.step);
  let fall = 0;
  for (let c = 0; c < count; c++) fall += right[c] * components.step[c];
  const tiny = fall <= 1e-11 * Math.abs(cost);
  return (
    moveClipped(chain, state, components, moves, cost, tiny && trusted) ??
    (tiny && !trusted ? undefined : moveToBlock(chain, state, components, moves, cost))
  );
}
