import type { WarpChain } from './chain.ts';
import { deviation } from './chain.ts';
import type { Piece } from './piece.ts';
import { findPiece, knotCurvature, knotSlope, ON_KINK } from './piece.ts';

/** Where the polish stands: the warp, what is held, and the smooth piece of every term. */
export interface ActiveState {
  readonly phi: Float64Array;
  /** Knots: held at a bound or a kink; never to be released; their piece and the side that its derivative is taken from. */
  readonly locked: Uint8Array;
  readonly fixed: Uint8Array;
  readonly segment: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly side: Int8Array;
  /** Intervals: φ_{j+1} - φ_j held at `tieDelta`; never to be released; the piece of the penalty and its side. */
  readonly tied: Uint8Array;
  readonly tieDelta: Float64Array;
  readonly rigid: Uint8Array;
  readonly lowDelta: Float64Array;
  readonly highDelta: Float64Array;
  readonly edgeSide: Int8Array;
  /** Derivatives: of the knots' losses, and of the penalties by φ_{j+1} - φ_j. */
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly tension: Float64Array;
  readonly stiffness: Float64Array;
  readonly piece: Piece;
}

export function createActiveState(chain: WarpChain, warp: Float64Array): ActiveState {
  const m = chain.count;
  const numbers = (): Float64Array => new Float64Array(m);
  const state: ActiveState = {
    phi: warp.slice(),
    locked: new Uint8Array(m),
    fixed: new Uint8Array(m),
    segment: new Int32Array(m),
    low: numbers(),
    high: numbers(),
    side: new Int8Array(m),
    tied: new Uint8Array(m),
    tieDelta: numbers(),
    rigid: new Uint8Array(m),
    lowDelta: numbers(),
    highDelta: numbers(),
    edgeSide: new Int8Array(m),
    slope: numbers(),
    curvature: numbers(),
    tension: numbers(),
    stiffness: numbers(),
    piece: { segment: 0, low: 0, high: 0 },
  };
  for (let i = 0; i < m; i++) {
    if (chain.lower[i] >= chain.upper[i]) state.fixed[i] = state.locked[i] = 1;
    placeKnot(chain, state, i, state.phi[i] >= chain.upper[i] ? -1 : 1);
  }
  for (let j = 0; j < m - 1; j++) {
    if (chain.leastDelta[j] >= chain.mostDelta[j]) {
      state.rigid[j] = state.tied[j] = 1;
      state.tieDelta[j] = state.phi[j + 1] - state.phi[j];
    }
    placeEdge(chain, state, j, 1);
  }
  return state;
}

/** Puts a knot on the piece to one side of its value. */
export function placeKnot(chain: WarpChain, state: ActiveState, knot: number, side: number): void {
  findPiece(chain, knot, state.phi[knot], side, state.piece);
  state.segment[knot] = state.piece.segment;
  state.low[knot] = state.piece.low;
  state.high[knot] = state.piece.high;
  state.side[knot] = side;
}

/** Puts an interval on the piece of its penalty to one side of its difference: between kinks, within the slopes' bounds. */
export function placeEdge(chain: WarpChain, state: ActiveState, edge: number, side: number): void {
  const delta = state.phi[edge + 1] - state.phi[edge];
  let low = chain.leastDelta[edge];
  let high = chain.mostDelta[edge];
  const kinks = chain.lambda[edge] > 0 ? (chain.penalty.kinks ?? []) : [];
  for (const kink of kinks) {
    const at = kinkDelta(chain, edge, kink);
    const left = Math.abs(at - delta) <= KINK_DELTA ? side > 0 : at < delta;
    if (left) low = Math.max(low, at);
    else high = Math.min(high, at);
  }
  state.lowDelta[edge] = Math.min(delta, low);
  state.highDelta[edge] = Math.max(delta, high);
  state.edgeSide[edge] = side;
}

/** Differences as near as this to a kink of the penalty are on it. */
export const KINK_DELTA = 1e-14;

/** The difference at which the penalty of an interval has a kink. */
export const kinkDelta = (chain: WarpChain, edge: number, kink: number): number =>
  ((kink + chain.expectedSlope) * chain.intervals[edge]) / chain.ratio;

/** The penalty's derivative by φ_{j+1} - φ_j, from one side. */
export function edgeTension(chain: WarpChain, edge: number, delta: number, side: number): number {
  if (chain.lambda[edge] === 0) return 0;
  let u = deviation(chain, edge, delta);
  for (const kink of chain.penalty.kinks ?? []) if (Math.abs(kinkDelta(chain, edge, kink) - delta) <= KINK_DELTA) u = kink;
  return chain.lambda[edge] * chain.ratio * chain.penalty.derivative(u, chain.penaltyParameter, side);
}

/** Its second derivative. */
export function edgeStiffness(chain: WarpChain, edge: number, delta: number): number {
  if (chain.lambda[edge] === 0) return 0;
  const second = chain.penalty.secondDerivative(deviation(chain, edge, delta), chain.penaltyParameter);
  return Math.max(0, (chain.lambda[edge] * chain.ratio * chain.ratio * second) / chain.intervals[edge]);
}

/** The side from which a piece sees its own end, whichever side it was entered from. */
function inwardSide(aboveLow: number, belowHigh: number, side: number): number {
  if (aboveLow <= ON_KINK && belowHigh > ON_KINK) return 1;
  return belowHigh <= ON_KINK && aboveLow > ON_KINK ? -1 : side;
}

/**
 * Holds every interval that stands at an end of its piece, and every knot that does: a warp from a coarser chain or a grid brings what
 * holds it. Of knots that are tied one is enough. What should not be held is let go later, all at once.
 */
export function holdAtEnds(chain: WarpChain, state: ActiveState): void {
  const { phi, locked, low, high, tied, tieDelta, lowDelta, highDelta } = state;
  let anchored = false;
  for (let i = 0; i < chain.count; i++) {
    if (i > 0) {
      const delta = phi[i] - phi[i - 1];
      // Which kink it is on, if on any, is told by the pieces on both sides.
      for (let side = -1; side <= 1 && tied[i - 1] === 0; side += 2) {
        placeEdge(chain, state, i - 1, side);
        const end = delta - lowDelta[i - 1] <= highDelta[i - 1] - delta ? lowDelta[i - 1] : highDelta[i - 1];
        if (Math.abs(end - delta) > NEARLY) continue;
        tied[i - 1] = 1;
        tieDelta[i - 1] = end;
      }
      if (tied[i - 1] === 0) anchored = false;
    }
    if (locked[i] === 1 || anchored) {
      anchored = true;
      continue;
    }
    const end = phi[i] - low[i] <= high[i] - phi[i] ? low[i] : high[i];
    if (Math.abs(end - phi[i]) > NEARLY) continue;
    phi[i] = end;
    locked[i] = 1;
    anchored = true;
  }
}

/** What a warp brings is off by a few roundings. */
const NEARLY = 1e-14;

/** All derivatives at the present warp. */
export function differentiate(chain: WarpChain, state: ActiveState): void {
  const { phi, segment, side, slope, curvature, tension, stiffness, edgeSide, low, high, lowDelta, highDelta } = state;
  for (let i = 0; i < chain.count; i++) {
    // Inside a piece the side is of no account, at its ends it points inwards.
    const inwards = inwardSide(phi[i] - low[i], high[i] - phi[i], side[i]);
    slope[i] = knotSlope(chain, i, segment[i], phi[i], inwards);
    curvature[i] = knotCurvature(chain, i, segment[i], phi[i], inwards);
  }
  for (let j = 0; j < chain.count - 1; j++) {
    const delta = phi[j + 1] - phi[j];
    tension[j] = edgeTension(chain, j, delta, inwardSide(delta - lowDelta[j], highDelta[j] - delta, edgeSide[j]));
    stiffness[j] = edgeStiffness(chain, j, delta);
  }
}
