import { findInterval } from '../signal/signal.ts';
import type { ActiveState } from './active-state.ts';
import type { WarpChain } from './chain.ts';
import { chainCost, edgeCost, knotCost } from './chain.ts';
import type { Shift } from './kkt.ts';
import { letGo } from './let-go.ts';

/** The shortest distance that is tried is this power of a half of the longest; what is shorter is a matter of single pieces. */
const HALVINGS = 16;
/** Falls below this share of the objective are left to steps within pieces as well: they are exact. */
const WORTH_IT = 1e-9;

/**
 * Shifts a run of knots as far as pays, across whatever kinks it meets, in place. Where many knots are tied, some knot meets a kink every
 * little way: from piece to piece, the run would need as many iterations as it has knots, for each observation of x that it passes.
 *
 * @returns the new objective, or `undefined` where no such shift pays
 */
export function shiftFar(chain: WarpChain, state: ActiveState, shift: Shift, trial: Float64Array, cost: number): number | undefined {
  const { from, to, side } = shift;
  const { phi } = state;
  const room = roomOf(chain, phi, shift);
  let farthest = 0;
  let least = runCost(chain, phi, shift, 0);
  for (let halving = 0; halving <= HALVINGS; halving++) {
    const distance = room * 0.5 ** halving;
    const value = runCost(chain, phi, shift, distance);
    if (!(value < least)) continue;
    least = value;
    farthest = distance;
  }
  if (farthest === 0) return undefined;
  trial.set(phi);
  for (let i = from; i <= to; i++) trial[i] += side * farthest;
  const next = chainCost(chain, trial);
  if (!(next < cost - WORTH_IT * Math.abs(cost))) return undefined;
  phi.set(trial);
  letGo(chain, state, shift);
  return next;
}

/** How far bounds and slopes let a run go. */
function roomOf({ count, lower, upper, leastDelta, mostDelta }: WarpChain, phi: Float64Array, { from, to, side }: Shift): number {
  let room = Infinity;
  for (let i = from; i <= to; i++) room = Math.min(room, side > 0 ? upper[i] - phi[i] : phi[i] - lower[i]);
  const grows = (edge: number): number => mostDelta[edge] - (phi[edge + 1] - phi[edge]);
  const shrinks = (edge: number): number => phi[edge + 1] - phi[edge] - leastDelta[edge];
  if (from > 0) room = Math.min(room, side > 0 ? grows(from - 1) : shrinks(from - 1));
  if (to < count - 1) room = Math.min(room, side > 0 ? shrinks(to) : grows(to));
  return Math.max(0, room);
}

/** The part of the objective that a run's shift changes. */
function runCost(chain: WarpChain, phi: Float64Array, { from, to, side }: Shift, distance: number): number {
  const moved = side * distance;
  let sum = 0;
  for (let i = from; i <= to; i++) sum += knotCost(chain, i, findInterval(chain.times, phi[i] + moved), phi[i] + moved);
  if (from > 0) sum += edgeCost(chain, from - 1, phi[from] + moved - phi[from - 1]);
  if (to < chain.count - 1) sum += edgeCost(chain, to, phi[to + 1] - phi[to] - moved);
  return sum;
}
