import type { ActiveState } from './active-state.ts';
import { edgeTension, placeEdge, placeKnot } from './active-state.ts';
import type { WarpChain } from './chain.ts';
import { TOLERANCE } from './chain.ts';
import type { Components } from './newton.ts';
import { findPiece, knotSlope, ON_KINK } from './piece.ts';

/** How much the objective would fall, per unit of movement, were a knot or an interval let go; and to which side. */
export interface ReleaseScratch {
  readonly knotGain: Float64Array;
  readonly knotSide: Int8Array;
  readonly edgeGain: Float64Array;
  readonly edgeSide: Int8Array;
  /** The tension of each interval that holds the warp as it stands. */
  readonly needed: Float64Array;
}

export function createReleaseScratch(count: number): ReleaseScratch {
  return {
    knotGain: new Float64Array(count),
    knotSide: new Int8Array(count),
    edgeGain: new Float64Array(count),
    edgeSide: new Int8Array(count),
    needed: new Float64Array(count),
  };
}

/**
 * Lets go whatever holds the warp against a fall of the objective.
 *
 * @returns whether anything was let go
 */
export function release(chain: WarpChain, state: ActiveState, components: Components, scratch: ReleaseScratch, threshold: number): boolean {
  findGains(chain, state, components, scratch);
  const { knotGain, knotSide, edgeGain, edgeSide } = scratch;
  let released = false;
  for (let i = 0; i < chain.count; i++) {
    if (knotGain[i] > threshold) {
      state.locked[i] = 0;
      placeKnot(chain, state, i, knotSide[i]);
      released = true;
    }
    if (edgeGain[i] > threshold) {
      state.tied[i] = 0;
      placeEdge(chain, state, i, edgeSide[i]);
      released = true;
    }
  }
  return released;
}

function findGains(chain: WarpChain, state: ActiveState, components: Components, scratch: ReleaseScratch): void {
  const { count, start, held } = components;
  const { knotGain, edgeGain, needed } = scratch;
  const { slope, tension, locked } = state;
  knotGain.fill(0);
  edgeGain.fill(0);
  for (let c = 0; c < count; c++) {
    const end = start[c + 1];
    let anchor = end;
    if (held[c] === 1) for (anchor = start[c]; locked[anchor] === 0;) anchor++;
    let pull = start[c] === 0 ? 0 : tension[start[c] - 1];
    for (let i = start[c]; i < Math.min(anchor, end - 1); i++) needed[i] = pull += slope[i];
    const fromLeft = pull;
    pull = end === chain.count ? 0 : tension[end - 1];
    for (let i = end - 1; i > anchor; i--) needed[i - 1] = pull -= slope[i];
    if (held[c] === 1) knotGains(chain, state, scratch, anchor, pull - fromLeft);
    else for (let i = start[c]; i < end; i++) crossingGain(chain, state, scratch, i);
    for (let j = start[c]; j < end - 1; j++) edgeGains(chain, state, scratch, j);
  }
}

/** A locked knot that must bear `force` may go where its derivative is less than that. */
function knotGains(chain: WarpChain, state: ActiveState, { knotGain, knotSide }: ReleaseScratch, knot: number, force: number): void {
  if (state.fixed[knot] === 1) return;
  const value = state.phi[knot];
  const rightwards = value >= chain.upper[knot] - TOLERANCE ? 0 : force - sideSlope(chain, state, knot, 1);
  const leftwards = value <= chain.lower[knot] + TOLERANCE ? 0 : sideSlope(chain, state, knot, -1) - force;
  knotSide[knot] = rightwards >= leftwards ? 1 : -1;
  knotGain[knot] = Math.max(0, rightwards, leftwards);
}

/** A free knot that stands where its piece ends may gain on the other side of a kink that is concave. */
function crossingGain(chain: WarpChain, state: ActiveState, { knotGain, knotSide }: ReleaseScratch, knot: number): void {
  const value = state.phi[knot];
  const atLow = value - state.low[knot] <= ON_KINK && value > chain.lower[knot] + TOLERANCE;
  const atHigh = state.high[knot] - value <= ON_KINK && value < chain.upper[knot] - TOLERANCE;
  if (atLow === atHigh) return;
  const side = atLow ? -1 : 1;
  knotSide[knot] = side;
  knotGain[knot] = Math.max(0, side * (state.slope[knot] - sideSlope(chain, state, knot, side)));
}

function edgeGains(chain: WarpChain, state: ActiveState, scratch: ReleaseScratch, edge: number): void {
  if (state.rigid[edge] === 1) return;
  const delta = state.phi[edge + 1] - state.phi[edge];
  const force = scratch.needed[edge];
  const longer = delta >= chain.mostDelta[edge] - TOLERANCE ? 0 : force - edgeTension(chain, edge, delta, 1);
  const shorter = delta <= chain.leastDelta[edge] + TOLERANCE ? 0 : edgeTension(chain, edge, delta, -1) - force;
  scratch.edgeSide[edge] = longer >= shorter ? 1 : -1;
  scratch.edgeGain[edge] = Math.max(0, longer, shorter);
}

function sideSlope(chain: WarpChain, state: ActiveState, knot: number, side: number): number {
  const value = state.phi[knot];
  findPiece(chain, knot, value, side, state.piece);
  return knotSlope(chain, knot, state.piece.segment, value, side);
}
