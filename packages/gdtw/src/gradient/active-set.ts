import { InfeasibleWarpError } from '../errors.ts';
import type { WarpFunctions } from '../losses/records.ts';
import type { KnotBounds } from '../problem/bounds.ts';
import { reachableRanges } from '../problem/feasibility.ts';
import { last } from '../problem/knots.ts';
import { checkWarpValues } from '../problem/objective.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';
import { edgeStiffness, edgeTension, kinkDelta } from '../solve/active-state.ts';
import type { WarpChain } from '../solve/chain.ts';
import { createChain, directionAt } from '../solve/chain.ts';
import type { Kink } from '../solve/kkt.ts';
import { activeConstraints, createForces, findForces, kinksNear, residual } from '../solve/kkt.ts';
import type { Components } from '../solve/newton.ts';
import { createComponents, reduce } from '../solve/newton.ts';
import { findPiece, knotCurvature, knotSlope } from '../solve/piece.ts';
import { ACTIVE, isBetweenCurvatures, isEnd, isFixed, isStrict } from './regularity.ts';

/** What a held knot's value follows. */
export type Lock =
  | { readonly kind: 'first' | 'last' | 'band-lower' | 'band-upper'; readonly fixed: boolean }
  | { readonly kind: 'kink'; readonly kink: Kink };

/** What a tied interval's slope follows: a bound, or a kink of the penalty at this deviation from the expected slope. */
export type Tie = { readonly kind: 'lower' | 'upper' } | { readonly kind: 'kink'; readonly at: number };

/** A warp's active constraints and its derivatives in the chain's units; tied knots form components. */
export interface ActiveSet {
  readonly chain: WarpChain;
  /** The knots' times, in the caller's units. */
  readonly times: Float64Array;
  /** The warp in the chain's units. */
  readonly phi: Float64Array;
  readonly segment: Int32Array;
  readonly locks: (Lock | undefined)[];
  readonly ties: (Tie | undefined)[];
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly tension: Float64Array;
  readonly stiffness: Float64Array;
  readonly components: Components;
  /** The locked knot of each component, or -1. */
  readonly anchors: Int32Array;
  /** Whether the constraints are independent and strictly active, and the warp is stationary. */
  readonly regular: boolean;
}

/** A warp counts as stationary up to this share of the largest force. */
const STATIONARY = 1e-6;

export function findActiveSet(problem: WarpProblem, warp: ArrayLike<number>, functions: WarpFunctions): ActiveSet {
  const ranges = reachableRanges(problem);
  if ('reason' in ranges) throw new InfeasibleWarpError(ranges);
  const chain = createChain(problem, ranges, functions);
  const first = problem.x.times[0];
  const duration = last(problem.x.times) - first;
  const phi = checkWarpValues(problem, warp).map((value) => (value - first) / duration);
  const m = chain.count;
  const { locks, ties, unstable } = findHeld(problem, chain, phi, ranges.bounds);
  const numbers = (): Float64Array => new Float64Array(m);
  const state = {
    locked: present(locks, m),
    tied: present(ties, m),
    slope: numbers(),
    curvature: numbers(),
    tension: numbers(),
    stiffness: numbers(),
  };
  const segment = new Int32Array(m);
  const piece = { segment: 0, low: 0, high: 0 };
  for (let i = 0; i < m; i++) {
    findPiece(chain, i, phi[i], 1, piece);
    segment[i] = piece.segment;
    state.slope[i] = knotSlope(chain, i, piece.segment, phi[i], 1);
    state.curvature[i] = knotCurvature(chain, i, piece.segment, phi[i], 1);
  }
  for (let j = 0; j < m - 1; j++) {
    const delta = phi[j + 1] - phi[j];
    state.tension[j] = edgeTension(chain, j, delta, 1);
    state.stiffness[j] = edgeStiffness(chain, j, delta);
  }
  const components = createComponents(m);
  reduce(state, components);
  const anchors = new Int32Array(components.count);
  const independent = findAnchors(components, locks, anchors);
  const forces = createForces(m);
  findForces(chain, phi, piece, forces);
  const set = { chain, times: ranges.times, phi, segment, locks, ties, components, anchors, ...state };
  const regular = independent && !unstable && residual(forces) <= STATIONARY && isStrict(set, forces) && !isBetweenCurvatures(set);
  return { ...set, regular };
}

function findHeld(
  problem: WarpProblem,
  chain: WarpChain,
  phi: Float64Array,
  bounds: KnotBounds,
): Pick<ActiveSet, 'locks' | 'ties'> & { unstable: boolean } {
  const locks = new Array<Lock | undefined>(chain.count).fill(undefined);
  const ties = new Array<Tie | undefined>(Math.max(0, chain.count - 1)).fill(undefined);
  // Whether kinks meet at a knot, which part when anything changes, or a cubic touches y, which then crosses it twice or never.
  let unstable = false;
  for (const { kind, index } of activeConstraints(chain, phi, ACTIVE)) {
    const fixed = kind === 'fixed';
    const delta = index < ties.length ? phi[index + 1] - phi[index] : 0;
    if (kind === 'kink') {
      const kinks = kinksNear(chain, index, phi[index], ACTIVE);
      const sharp = kinks.find((kink) => isSharp(chain, kink));
      if (sharp !== undefined) locks[index] = { kind: 'kink', kink: sharp };
      if (kinks.length > 1 || sharp === undefined) unstable = true;
    } else if (kind === 'slope-lower') ties[index] = { kind: 'lower' };
    else if (kind === 'slope-upper') ties[index] = { kind: 'upper' };
    else if (kind === 'slope-kink') {
      const at = (chain.penalty.kinks ?? []).find((kink) => Math.abs(kinkDelta(chain, index, kink) - delta) <= ACTIVE);
      if (at !== undefined) ties[index] = { kind: 'kink', at };
    } else if (fixed && !problem.subsequence && index === 0) locks[index] = { kind: 'first', fixed };
    else if (fixed && !problem.subsequence && index === chain.count - 1) locks[index] = { kind: 'last', fixed };
    else if (kind === 'upper') locks[index] = { kind: bounds.upperFromBand[index] === 1 ? 'band-upper' : 'last', fixed };
    else locks[index] = { kind: bounds.lowerFromBand[index] === 1 ? 'band-lower' : 'first', fixed };
  }
  return { locks, ties, unstable };
}

/** 1 where there is one. */
function present(list: readonly (object | undefined)[], length: number): Uint8Array {
  const is = new Uint8Array(length);
  for (let k = 0; k < list.length; k++) if (list[k] !== undefined) is[k] = 1;
  return is;
}

/** Whether x has a slope where it crosses y: where it only touches y, there is no crossing to follow. */
function isSharp(chain: WarpChain, kink: Kink): boolean {
  if ('observation' in kink) return true;
  const { times, values, channels, differences } = chain;
  const { segment, channel, value } = kink;
  const at = segment * channels + channel;
  const length = times[segment + 1] - times[segment];
  const bend = differences === undefined ? 0 : length * (Math.abs(differences[at]) + Math.abs(differences[at + channels]));
  const steepest = Math.abs(values[at + channels] - values[at]) / length + bend;
  return Math.abs(directionAt(chain, segment, value)[channel]) > 1e-9 * steepest;
}

/** One lock a component; what ends of x say beside another lock follows from it. False where another lock is left over. */
function findAnchors(components: Components, locks: (Lock | undefined)[], anchors: Int32Array): boolean {
  let independent = true;
  for (let c = 0; c < components.count; c++) {
    anchors[c] = -1;
    for (let i = components.start[c]; i < components.start[c + 1]; i++) {
      const lock = locks[i];
      if (lock === undefined) continue;
      const before = anchors[c] < 0 ? undefined : locks[anchors[c]];
      if (before === undefined) anchors[c] = i;
      else if (isFixed(lock) && !isFixed(before)) {
        independent &&= isEnd(before);
        anchors[c] = i;
      } else independent &&= !isFixed(lock) && isEnd(lock);
    }
    for (let i = components.start[c]; i < components.start[c + 1]; i++) if (i !== anchors[c]) locks[i] = undefined;
  }
  return independent;
}
