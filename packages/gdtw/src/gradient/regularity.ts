import type { Forces } from '../solve/kkt.ts';
import { kinksNear } from '../solve/kkt.ts';
import { findPiece, knotCurvature, knotSlope } from '../solve/piece.ts';
import type { ActiveSet, Lock } from './active-set.ts';

/** Constraints count as active up to this, in units of x's duration. */
export const ACTIVE = 1e-9;
/** Forces count as strictly inside up to this share of the largest. */
const STRICT = 1e-9;

export const isFixed = (lock: Lock): boolean => lock.kind !== 'kink' && lock.fixed;
export const isEnd = ({ kind }: Lock): boolean => kind === 'first' || kind === 'last';

/** Whether every constraint bears a force strictly inside of what it can bear: then it stays active nearby. */
export function isStrict(set: Omit<ActiveSet, 'regular'>, forces: Forces): boolean {
  const { components, anchors, locks, slope, tension, chain } = set;
  const { knotLow, knotHigh, edgeLow, edgeHigh, scale } = forces;
  const margin = STRICT * scale;
  const inside = (force: number, low: number, high: number): boolean => force > low + margin && force < high - margin;
  for (let c = 0; c < components.count; c++) {
    const start = components.start[c];
    const end = components.start[c + 1];
    const anchor = anchors[c] < 0 ? end : anchors[c];
    let pull = start === 0 ? 0 : tension[start - 1];
    for (let i = start; i < Math.min(anchor, end - 1); i++) {
      pull += slope[i];
      if (!inside(pull, edgeLow[i], edgeHigh[i])) return false;
    }
    const fromLeft = pull;
    pull = end === chain.count ? 0 : tension[end - 1];
    for (let i = end - 1; i > anchor; i--) {
      pull -= slope[i];
      if (!inside(pull, edgeLow[i - 1], edgeHigh[i - 1])) return false;
    }
    const lock = anchors[c] < 0 ? undefined : locks[anchor];
    if (lock === undefined) continue;
    const end0 = isFixed(lock) && isEnd(lock);
    // A knot that a pinched band holds has two bounds that say the same.
    if (isFixed(lock) && !isEnd(lock)) return false;
    if (end0) continue;
    // A bound on a kink holds alone only where it bears more than the kink could.
    const low = lock.kind === 'last' || lock.kind === 'band-upper' ? beyondKink(set, anchor, 1) : -Infinity;
    const high = lock.kind === 'first' || lock.kind === 'band-lower' ? beyondKink(set, anchor, -1) : Infinity;
    if (!inside(pull - fromLeft, Math.max(low, knotLow[anchor]), Math.min(high, knotHigh[anchor]))) return false;
  }
  return chain.leastDelta.every((delta, j) => set.ties[j] === undefined || delta < chain.mostDelta[j]);
}

/** The derivative of a knot's loss on the far side of the kink that its bound stands on; without a kink it is no limit. */
function beyondKink({ chain, phi }: Omit<ActiveSet, 'regular'>, knot: number, side: number): number {
  const kink = kinksNear(chain, knot, phi[knot], ACTIVE)[0];
  if (kink === undefined) return -side * Infinity;
  const value = 'observation' in kink ? chain.times[kink.observation] : kink.value;
  const piece = { segment: 0, low: 0, high: 0 };
  findPiece(chain, knot, value, side, piece);
  return knotSlope(chain, knot, piece.segment, value, side);
}

/**
 * Whether a knot that is free to move stands on an observation of a cubic x where the curvature of its loss jumps: the warp follows the
 * inputs at one rate to one side, at another to the other.
 */
export function isBetweenCurvatures({
  chain,
  phi,
  segment,
  curvature,
  stiffness,
  components,
  anchors,
}: Omit<ActiveSet, 'regular'>): boolean {
  const { times, count, differences } = chain;
  if (differences === undefined) return false;
  for (let i = 0; i < count; i++) {
    const right = segment[i];
    for (const [end, other] of [
      [right, right - 1],
      [right + 1, right + 1],
    ]) {
      const inner = end > 0 && end < times.length - 1;
      if (!inner || anchors[components.of[i]] >= 0 || Math.abs(times[end] - phi[i]) > ACTIVE) continue;
      const beyond = knotCurvature(chain, i, other, phi[i], 1);
      const springs = stiffness[i] + (i > 0 ? stiffness[i - 1] : 0);
      if (Math.abs(beyond - curvature[i]) > STRICT * (Math.abs(beyond) + Math.abs(curvature[i]) + springs)) return true;
    }
  }
  return false;
}
