import type { ActiveState } from './active-state.ts';
import { placeKnot } from './active-state.ts';
import type { MoveScratch } from './advance.ts';
import type { WarpChain } from './chain.ts';
import { chainCost } from './chain.ts';
import type { Components } from './newton.ts';

/** A quadratic falls by half of what its gradient says of a Newton step; a step across kinks has to earn nearly as much. */
const EARNED = 0.4;

/**
 * The move across: every component makes its whole step, into other pieces of its knots. Where knots are close together a kink bends the
 * objective of each of them little, and many cross it at once. It is only taken where a knot leaves its piece, no knot or interval meets a
 * bound, no interval leaves its piece, and the objective falls as if there were no kink.
 *
 * @param fall how much the objective falls by the step to first order
 * @returns the new objective, or `undefined` where the move was not taken
 */
export function moveAcross(
  chain: WarpChain,
  state: ActiveState,
  { of, step }: Components,
  { trial }: MoveScratch,
  cost: number,
  fall: number,
): number | undefined {
  const { phi, low, high, tied, lowDelta, highDelta } = state;
  let crosses = false;
  for (let i = 0; i < phi.length; i++) {
    const value = phi[i] + step[of[i]];
    if (value < chain.lower[i] || value > chain.upper[i]) return undefined;
    crosses ||= step[of[i]] !== 0 && (value < low[i] || value > high[i]);
    trial[i] = value;
  }
  if (!crosses) return undefined;
  for (let j = 0; j < phi.length - 1; j++) {
    const delta = trial[j + 1] - trial[j];
    if (tied[j] === 0 && (delta < lowDelta[j] || delta > highDelta[j])) return undefined;
  }
  const next = chainCost(chain, trial);
  if (!(cost - next >= EARNED * fall)) return undefined;
  phi.set(trial);
  for (let i = 0; i < phi.length; i++) {
    if (phi[i] < low[i]) placeKnot(chain, state, i, -1);
    else if (phi[i] > high[i]) placeKnot(chain, state, i, 1);
  }
  return next;
}
