import { runAtOnce } from '@rubato/core';
import { createActiveState, differentiate, holdAtEnds } from './active-state.ts';
import type { ActiveState } from './active-state.ts';
import { createMoveScratch, moveClipped, moveToBlock, pieceCost, straighten } from './advance.ts';
import type { WarpChain } from './chain.ts';
import { createForces, findForces, steepestShift } from './kkt.ts';
import type { Shift } from './kkt.ts';
import { moveAcross } from './move-across.ts';
import type { Components } from './newton.ts';
import { createComponents, largestGradient, reduce, solveComponents } from './newton.ts';
import { createReleaseScratch, release } from './release.ts';
import { shiftFar } from './shift-far.ts';
import { shiftRun } from './shift-run.ts';

/** A warp is stationary when no run of knots has a steeper fall than this share of the largest force; the promise is 1e-9. */
const BALANCE = 1e-11;

/** How often a fall that may be rounding is looked into: the finer the intervals, the stiffer, and the nearer rounding is to balance. */
const PATIENCE = 3;

/** From so many iterations on runs of knots are shifted across kinks: what takes that long has far to go. Most polishes end before. */
const LONG = 100;

/** What a polish did. */
export interface PolishReport {
  /** The objective after each iteration, in the chain's units. */
  readonly costs: number[];
  readonly iterations: number;
}

/** {@link polishSteps} at once. */
export function polish(chain: WarpChain, warp: Float64Array, most: number): PolishReport {
  return runAtOnce(polishSteps(chain, warp, most));
}

/**
 * Moves a feasible warp to a KKT point, downhill all the way, in place: an active-set Newton method, O(m) an iteration. It gives way
 * before each.
 *
 * On a piece every term is smooth, and where x is straight the objective is convex. Newton steps on the tridiagonal system minimise it
 * over the knots and intervals that are free (where a cubic x bends the Hessian, steps of its convex likeness). A step that pays goes
 * into other pieces; else what reaches the end of its piece is held there, at a bound or on a kink. When nothing moves any more, what is
 * held against a fall is let go, into the next piece if it was a kink; where that leads nowhere, the run of knots with the steepest fall is
 * shifted. Whatever can be held or let go at once is. Late iterations shift such a run across kinks, as far as pays, before they let go.
 */
export function* polishSteps(chain: WarpChain, warp: Float64Array, most: number): Generator<number, PolishReport> {
  const m = chain.count;
  const state = createActiveState(chain, warp);
  holdAtEnds(chain, state);
  straighten(state);
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
  let patience = PATIENCE;
  let believed = 2 * m + 20;
  const shift: Shift = { from: 0, to: 0, side: 1, fall: 0 };
  let iterations = 0;
  for (; iterations < most; iterations++) {
    // No node of a grid is done by it.
    yield 0;
    differentiate(chain, state);
    reduce(state, components);
    const next = step(chain, state, components, moves, right, cost, trust > 0);
    straighten(state);
    if (next !== undefined) {
      // Moves whose fall is below rounding are trusted a few times in a row.
      trust = next < cost - 1e-13 * Math.abs(cost) ? 3 : trust - 1;
      // Falls of a rounding error are none: constraints could come and go for ever.
      if (next < cost - 1e-13 * Math.abs(cost)) still = 0;
      cost = next;
      costs.push(cost);
      best = keepBest(state, warp, cost, best);
      continue;
    }
    keepBest(state, warp, cost, best);
    findForces(chain, state.phi, state.piece, forces);
    if (steepestShift(forces, shift).fall <= BALANCE * forces.scale) break;
    if (shift.fall <= forces.noise && patience-- === 0) break;
    const far = iterations < LONG ? undefined : shiftFar(chain, state, shift, moves.trial, cost);
    if (far === undefined) {
      differentiate(chain, state);
      reduce(state, components);
      if (still === 0 && release(chain, state, components, releases, BALANCE * 0.1 * forces.scale)) {
        trust = 3;
        still = 1;
        continue;
      }
    }
    // What was let go has led nowhere: constraints are degenerate here. A shift along which the objective falls is a way out.
    const shifted = far ?? shiftRun(chain, state, shift, moves.trial, cost, believed-- > 0);
    if (shifted === undefined) break;
    cost = shifted;
    best = keepBest(state, warp, cost, best);
    costs.push(cost);
    trust = 3;
    still = 0;
  }
  return { costs, iterations };
}

/** The latest warp is kept where it is as good as the best so far, up to rounding: it is nearer to balance. */
function keepBest(state: ActiveState, warp: Float64Array, cost: number, best: number): number {
  if (cost > best + 1e-12 * Math.abs(best)) return best;
  warp.set(state.phi);
  return Math.min(cost, best);
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
    scale = Math.max(scale, Math.abs(curvature[c]), coupling[c]);
  }
  let forceScale = 0;
  for (let i = 0; i < chain.count; i++) {
    forceScale = Math.max(forceScale, Math.abs(state.slope[i]), Math.abs(state.tension[i]), 1e-4 * Math.abs(state.curvature[i]));
  }
  if (largest <= 1e-14 * forceScale) return undefined;
  // Without any curvature the step is as long as it likes: pieces end somewhere.
  solveDownhill(components, right, Math.max(1e-14 * scale, 1e-9 * largest));
  let fall = 0;
  for (let c = 0; c < count; c++) fall += right[c] * components.step[c];
  const tiny = fall <= 1e-11 * Math.abs(cost);
  return (
    (tiny ? undefined : moveAcross(chain, state, components, moves, cost, fall)) ??
    moveClipped(chain, state, components, moves, cost, tiny && trusted) ??
    (tiny && !trusted ? undefined : moveToBlock(chain, state, components, moves, cost))
  );
}

/** The Newton step; where the Hessian is not positive, that with every component's curvature as a positive number: downhill as well. */
function solveDownhill(components: Components, right: Float64Array, shift: number): void {
  const { count, curvature, step } = components;
  const share = solveComponents(components, right, shift, step);
  let bent = false;
  for (let c = 0; c < count; c++) bent ||= curvature[c] < 0;
  if (!bent || share > 1e-10) return;
  for (let c = 0; c < count; c++) curvature[c] = Math.abs(curvature[c]);
  solveComponents(components, right, shift, step);
}
