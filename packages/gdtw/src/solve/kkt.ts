import { findInterval } from '../signal/signal.ts';
import { edgeStiffness, edgeTension, KINK_DELTA, kinkDelta } from './active-state.ts';
import type { WarpChain } from './chain.ts';
import { TOLERANCE } from './chain.ts';
import type { Piece } from './piece.ts';
import { findCrossings } from './crossings.ts';
import { findPiece, knotCurvature, knotSlope, ON_KINK } from './piece.ts';

/** The forces that a warp allows: for each knot and each interval the interval of its derivatives, as far as bounds leave it open. */
export interface Forces {
  readonly knotLow: Float64Array;
  readonly knotHigh: Float64Array;
  readonly edgeLow: Float64Array;
  readonly edgeHigh: Float64Array;
  /** The largest single force, or what curvature makes of 1e-4 of x's duration, or of the whole slope, where that is more. */
  scale: number;
  /** What rounding a warp to the next number does to the stiffest interval: no fall below it is more than a guess. */
  noise: number;
}

export function createForces(count: number): Forces {
  const numbers = (): Float64Array => new Float64Array(count);
  return { knotLow: numbers(), knotHigh: numbers(), edgeLow: numbers(), edgeHigh: numbers(), scale: 0, noise: 0 };
}

/** Fills in the forces at a warp: at a kink from the left to the right derivative, at a bound to infinity. */
export function findForces(chain: WarpChain, phi: Float64Array, piece: Piece, forces: Forces): void {
  const { count, lower, upper, leastDelta, mostDelta } = chain;
  const { knotLow, knotHigh, edgeLow, edgeHigh } = forces;
  let scale = 0;
  let stiffest = 0;
  for (let i = 0; i < count; i++) {
    const value = phi[i];
    findPiece(chain, i, value, 1, piece);
    const right = knotSlope(chain, i, piece.segment, value, 1);
    let curvature = Math.abs(knotCurvature(chain, i, piece.segment, value, 1));
    // Where x ends its piece has no right neighbour, but a loss may still have a kink.
    const onKink = value - piece.low <= ON_KINK || piece.high - value <= ON_KINK;
    if (onKink) findPiece(chain, i, value, -1, piece);
    const left = onKink ? knotSlope(chain, i, piece.segment, value, -1) : right;
    if (onKink) curvature = Math.max(curvature, Math.abs(knotCurvature(chain, i, piece.segment, value, -1)));
    scale = Math.max(scale, Math.abs(left), Math.abs(right));
    if (1e-4 * curvature > scale) scale = Math.max(scale, Math.min(1e-4 * curvature, largestForce(chain, i, piece)));
    // A value is no nearer to balance than its last digit allows.
    const rounding = Number.EPSILON * curvature;
    knotLow[i] = value <= lower[i] + TOLERANCE ? -Infinity : left - rounding;
    knotHigh[i] = value >= upper[i] - TOLERANCE ? Infinity : right + rounding;
  }
  for (let j = 0; j < count - 1; j++) {
    const delta = phi[j + 1] - phi[j];
    const left = edgeTension(chain, j, delta, -1);
    const right = edgeTension(chain, j, delta, 1);
    const stiffness = edgeStiffness(chain, j, delta);
    stiffest = Math.max(stiffest, stiffness);
    scale = Math.max(scale, Math.abs(left), Math.abs(right), 1e-4 * stiffness * chain.intervals[j]);
    edgeLow[j] = delta <= leastDelta[j] + TOLERANCE ? -Infinity : left;
    edgeHigh[j] = delta >= mostDelta[j] - TOLERANCE ? Infinity : right;
  }
  forces.scale = scale;
  forces.noise = 4 * Number.EPSILON * stiffest;
}

/** What curvature can make of a force: near the pole of a p-norm's, less than it promises. No more than there is where the piece ends. */
function largestForce(chain: WarpChain, knot: number, { segment, low, high }: Piece): number {
  if (!chain.lossKinked) return Infinity;
  return Math.max(Math.abs(knotSlope(chain, knot, segment, low, 1)), Math.abs(knotSlope(chain, knot, segment, high, -1)));
}

/** A run of neighbouring knots that may shift together, and how much the objective falls by unit of shift. */
export interface Shift {
  from: number;
  to: number;
  /** 1: to later times of x, -1: to earlier ones. */
  side: number;
  fall: number;
}

/**
 * The shift of one run of neighbouring knots along which the objective falls most; a fall of 0 where it falls along none.
 *
 * To first order the objective of a direction d is a sum of convex functions of d_i and of d_{i+1} - d_i that are homogeneous; by the
 * coarea formula it is an integral over the level sets of d, which are runs of knots. So a warp is stationary if and only if no run has
 * a fall, at kinks and under any constraints, degenerate ones included. One pass for each side: O(m).
 */
export function steepestShift({ knotLow, knotHigh, edgeLow, edgeHigh }: Forces, shift: Shift): Shift {
  const m = knotLow.length;
  shift.fall = 0;
  for (let side = 1; side >= -1; side -= 2) {
    let sum = 0;
    let from = 0;
    for (let i = 0; i < m; i++) {
      // A run that begins here pulls on the interval before it; one that ends here pushes on the interval behind.
      const opening = i === 0 ? 0 : side > 0 ? edgeHigh[i - 1] : -edgeLow[i - 1];
      if (i === 0 || opening <= sum) {
        sum = opening;
        from = i;
      }
      sum += side > 0 ? knotHigh[i] : -knotLow[i];
      const closing = i === m - 1 ? 0 : side > 0 ? -edgeLow[i] : edgeHigh[i];
      if (-(sum + closing) > shift.fall) {
        shift.fall = -(sum + closing);
        shift.from = from;
        shift.to = i;
        shift.side = side;
      }
    }
  }
  return shift;
}

/** How far a warp is from a KKT point: the steepest fall, as a share of the largest single force. */
export function kktResidual(chain: WarpChain, warp: Float64Array): number {
  const forces = createForces(chain.count);
  findForces(chain, warp, { segment: 0, low: 0, high: 0 }, forces);
  return residual(forces);
}

/** The KKT residual of a warp that has these forces. */
export function residual(forces: Forces): number {
  const { fall } = steepestShift(forces, { from: 0, to: 0, side: 1, fall: 0 });
  // Forces beyond all numbers tell nothing.
  if (!(forces.scale < Infinity)) return Infinity;
  return fall === 0 ? 0 : fall / forces.scale;
}

/** Whether a residual is that of a KKT point. */
export const isBalanced = (unbalanced: number): boolean => unbalanced <= 1e-9;

/** What holds a warp, for a report: knots at bounds and on kinks, intervals at their slopes' bounds or on a kink of the penalty. */
export interface ActiveConstraint {
  readonly kind: 'fixed' | 'lower' | 'upper' | 'kink' | 'slope-lower' | 'slope-upper' | 'slope-kink';
  /** The knot, or the interval. */
  readonly index: number;
}

/** The constraints that are active at a warp up to a tolerance, in units of x's duration. */
export function activeConstraints(chain: WarpChain, phi: Float64Array, tolerance: number): ActiveConstraint[] {
  const { count, lower, upper, leastDelta, mostDelta } = chain;
  const list: ActiveConstraint[] = [];
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= tolerance;
  for (let i = 0; i < count; i++) {
    if (lower[i] >= upper[i]) list.push({ kind: 'fixed', index: i });
    else if (near(phi[i], lower[i])) list.push({ kind: 'lower', index: i });
    else if (near(phi[i], upper[i])) list.push({ kind: 'upper', index: i });
    else if (kinksNear(chain, i, phi[i], tolerance).length > 0) list.push({ kind: 'kink', index: i });
  }
  for (let j = 0; j < count - 1; j++) {
    const delta = phi[j + 1] - phi[j];
    const kinks = chain.lambda[j] > 0 ? (chain.penalty.kinks ?? []) : [];
    if (near(delta, leastDelta[j])) list.push({ kind: 'slope-lower', index: j });
    else if (near(delta, mostDelta[j])) list.push({ kind: 'slope-upper', index: j });
    else if (kinks.some((kink) => near(delta, kinkDelta(chain, j, kink)))) list.push({ kind: 'slope-kink', index: j });
  }
  return list;
}

/** A kink of a knot's loss next to its value: an observation of x where x is straight on both sides, or a channel's agreement with y. */
export type Kink = { readonly observation: number } | { readonly segment: number; readonly channel: number; readonly value: number };

/** All kinks within a tolerance of a knot's value: more than one where it has to follow two things at once. */
export function kinksNear(chain: WarpChain, knot: number, value: number, tolerance: number): Kink[] {
  const { times, channels, crossings } = chain;
  const segment = findInterval(times, value);
  const kinks: Kink[] = [];
  for (const k of [segment, segment + 1]) {
    // The first and the last observation are bounds, not kinks.
    const inner = k > 0 && k < times.length - 1 && chain.differences === undefined;
    if (inner && Math.abs(times[k] - value) <= tolerance) kinks.push({ observation: k });
  }
  if (!chain.lossKinked) return kinks;
  const first = segment > 0 && value - times[segment] <= tolerance ? segment - 1 : segment;
  const final = segment < times.length - 2 && times[segment + 1] - value <= tolerance ? segment + 1 : segment;
  const isNear = (at: number): boolean => Math.abs(at - value) <= Math.max(tolerance, KINK_DELTA);
  for (let channel = 0; channel < channels; channel++) {
    for (let k = first; k <= final; k++) {
      const near = crossings.subarray(0, findCrossings(chain, knot, k, channel, crossings)).find(isNear);
      if (near === undefined) continue;
      kinks.push({ segment: k, channel, value: near });
      break;
    }
  }
  return kinks;
}
