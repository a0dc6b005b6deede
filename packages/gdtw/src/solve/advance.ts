import type { ActiveState } from './active-state.ts';
import { placeEdge, placeKnot } from './active-state.ts';
import type { WarpChain } from './chain.ts';
import { edgeCost, knotCost, TOLERANCE } from './chain.ts';
import type { Components } from './newton.ts';

/** Scratch of a move. */
export interface MoveScratch {
  readonly trial: Float64Array;
  /** For each component the knot whose piece ends first, or -1. */
  readonly blocker: Int32Array;
  readonly clipped: Float64Array;
}

export function createMoveScratch(count: number): MoveScratch {
  return { trial: new Float64Array(count), blocker: new Int32Array(count), clipped: new Float64Array(count) };
}

/** The objective of values that lie on the state's pieces. */
export function pieceCost(chain: WarpChain, state: ActiveState, phi: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < chain.count; i++) {
    sum += knotCost(chain, i, state.segment[i], phi[i]);
    if (i > 0) sum += edgeCost(chain, i - 1, phi[i] - phi[i - 1]);
  }
  return sum;
}

/**
 * The bold move: every component steps as far as its own pieces go, and is locked where it is stopped. It is only taken where no
 * interval leaves its piece and the objective falls, or where `trusted` says that the fall is below rounding.
 *
 * @returns the new objective, or `undefined` where the move was not taken
 */
export function moveClipped(
  chain: WarpChain,
  state: ActiveState,
  components: Components,
  scratch: MoveScratch,
  cost: number,
  trusted: boolean,
): number | undefined {
  const { phi, low, high, tied, lowDelta, highDelta } = state;
  const { trial, blocker, clipped } = scratch;
  const { of, start, count, step } = components;
  for (let c = 0; c < count; c++) {
    let distance = step[c];
    blocker[c] = -1;
    for (let i = start[c]; i < start[c + 1] && distance !== 0; i++) {
      const room = distance > 0 ? Math.max(0, high[i] - phi[i]) : Math.min(0, low[i] - phi[i]);
      if (Math.abs(room) > Math.abs(distance)) continue;
      if (blocker[c] >= 0 && room === distance) continue;
      distance = room;
      blocker[c] = i;
      if (room === 0) break;
    }
    clipped[c] = distance;
    for (let i = start[c]; i < start[c + 1]; i++) trial[i] = phi[i] + distance;
  }
  for (let j = 0; j < phi.length - 1; j++) {
    if (tied[j] === 1) continue;
    const delta = trial[j + 1] - trial[j];
    if ((delta < lowDelta[j] || delta > highDelta[j]) && clipped[of[j]] !== clipped[of[j + 1]]) return undefined;
  }
  const next = pieceCost(chain, state, trial);
  if (!(next < cost) && !(trusted && next <= cost + 1e-12 * Math.abs(cost))) return undefined;
  phi.set(trial);
  for (let c = 0; c < count; c++) if (blocker[c] >= 0) lockKnot(chain, state, blocker[c], step[c]);
  return next;
}

/** Holds a knot at the end of its piece that it was moving to. */
function lockKnot(chain: WarpChain, state: ActiveState, knot: number, step: number): void {
  state.phi[knot] = step > 0 ? state.high[knot] : state.low[knot];
  state.locked[knot] = 1;
  placeKnot(chain, state, knot, step > 0 ? -1 : 1);
}

/**
 * The safe move: all components go the same share of their steps, up to the first knot or interval whose piece ends, which is then held.
 * A share of 0 is a move as well: it adds a constraint.
 *
 * @returns the new objective, or `undefined` where no share of the step lowers it
 */
export function moveToBlock(
  chain: WarpChain,
  state: ActiveState,
  components: Components,
  scratch: MoveScratch,
  cost: number,
): number | undefined {
  const { phi, low, high, tied, lowDelta, highDelta } = state;
  const { of, step } = components;
  const { trial } = scratch;
  let share = 1;
  let longest = 0;
  let fall = 0;
  for (let c = 0; c < components.count; c++) fall -= components.gradient[c] * step[c];
  let knot = -1;
  let edge = -1;
  for (let i = 0; i < phi.length; i++) {
    const distance = step[of[i]];
    if (distance === 0) continue;
    longest = Math.max(longest, Math.abs(distance));
    const room = (distance > 0 ? Math.max(0, high[i] - phi[i]) : Math.min(0, low[i] - phi[i])) / distance;
    if (room < share) {
      share = room;
      knot = i;
    }
  }
  for (let j = 0; j < phi.length - 1; j++) {
    const growth = step[of[j + 1]] - step[of[j]];
    if (tied[j] === 1 || growth === 0) continue;
    const delta = phi[j + 1] - phi[j];
    const room = Math.max(0, ((growth > 0 ? highDelta[j] : lowDelta[j]) - delta) / growth);
    if (room < share) {
      share = room;
      edge = j;
    }
  }
  const hold = (): void => {
    if (edge >= 0) tieEdge(chain, state, edge, step[of[edge + 1]] - step[of[edge]]);
    else if (knot >= 0) lockKnot(chain, state, knot, step[of[knot]]);
  };
  if (share === 0) {
    holdAll(chain, state, components, scratch);
    return cost;
  }
  for (let halving = 0; halving < 40; halving++) {
    const taken = share * 0.5 ** halving;
    for (let i = 0; i < phi.length; i++) trial[i] = phi[i] + taken * step[of[i]];
    const next = pieceCost(chain, state, trial);
    // A step onto a constraint may be too short for its fall to be seen; it holds one more, so it cannot go on for ever.
    const unseen =
      halving === 0 && (edge >= 0 || knot >= 0) && share * fall <= 1e-12 * Math.abs(cost) && next <= cost + 1e-13 * Math.abs(cost);
    if (!(next < cost) && !unseen) continue;
    phi.set(trial);
    if (halving === 0) hold();
    return next;
  }
  // Too short to be seen in the objective: the constraint counts as reached.
  if ((edge < 0 && knot < 0) || share * longest > TOLERANCE) return undefined;
  hold();
  return cost;
}

/** Holds whatever leaves no room for its step: one knot of a component, and the intervals between components of which one still moves. */
function holdAll(chain: WarpChain, state: ActiveState, { of, step }: Components, { blocker }: MoveScratch): void {
  const { phi, low, high, tied, lowDelta, highDelta } = state;
  blocker.fill(-1);
  for (let i = 0; i < phi.length; i++) {
    const distance = step[of[i]];
    if (distance === 0 || blocker[of[i]] >= 0 || (distance > 0 ? high[i] > phi[i] : low[i] < phi[i])) continue;
    blocker[of[i]] = i;
    lockKnot(chain, state, i, distance);
  }
  for (let j = 0; j < phi.length - 1; j++) {
    const before = blocker[of[j]] < 0 ? step[of[j]] : 0;
    const after = blocker[of[j + 1]] < 0 ? step[of[j + 1]] : 0;
    const growth = after - before;
    const delta = phi[j + 1] - phi[j];
    if (tied[j] === 1 || growth === 0 || (growth > 0 ? highDelta[j] > delta : lowDelta[j] < delta)) continue;
    tieEdge(chain, state, j, growth);
    // Tied to one that is held it is held as well.
    if (blocker[of[j]] >= 0 || before === 0) blocker[of[j + 1]] = j + 1;
  }
}

/** Holds an interval at the end of its piece that it was moving to. */
function tieEdge(chain: WarpChain, state: ActiveState, edge: number, growth: number): void {
  state.tieDelta[edge] = growth > 0 ? state.highDelta[edge] : state.lowDelta[edge];
  state.tied[edge] = 1;
  placeEdge(chain, state, edge, growth > 0 ? -1 : 1);
}

/** Makes held values exact again: tied knots stand at their distances from the locked one, or from the first. */
export function straighten(state: ActiveState): void {
  const { phi, locked, tied, tieDelta } = state;
  let start = 0;
  while (start < phi.length) {
    let end = start;
    let anchor = start;
    while (end < phi.length - 1 && tied[end] === 1) end++;
    for (let i = end; i >= start; i--) if (locked[i] === 1) anchor = i;
    for (let i = anchor + 1; i <= end; i++) if (locked[i] === 0) phi[i] = phi[i - 1] + tieDelta[i - 1];
    for (let i = anchor - 1; i >= start; i--) if (locked[i] === 0) phi[i] = phi[i + 1] - tieDelta[i];
    start = end + 1;
  }
}
