import type { ActiveState } from './active-state.ts';
import { edgeStiffness, placeEdge, placeKnot } from './active-state.ts';
import { pieceCost } from './advance.ts';
import type { WarpChain } from './chain.ts';
import type { Shift } from './kkt.ts';
import { knotCurvature } from './piece.ts';

/**
 * Shifts a run of knots to the side on which the objective falls, by a Newton step within their pieces on that side, in place.
 *
 * @param trusted whether a fall counts that is too small to be seen in the objective
 * @returns the new objective, or `undefined` where no shift lowers it
 */
export function shiftRun(
  chain: WarpChain,
  state: ActiveState,
  { from, to, side, fall }: Shift,
  trial: Float64Array,
  cost: number,
  trusted: boolean,
): number | undefined {
  const { phi, low, high, locked, tied, lowDelta, highDelta } = state;
  let room = Infinity;
  let curvature = 0;
  for (let i = from; i <= to; i++) {
    if (state.fixed[i] === 0) locked[i] = 0;
    placeKnot(chain, state, i, side);
    room = Math.min(room, side > 0 ? high[i] - phi[i] : phi[i] - low[i]);
    curvature += knotCurvature(chain, i, state.segment[i], phi[i], side);
  }
  for (const [edge, growth] of [
    [from - 1, side],
    [to, -side],
  ]) {
    if (edge < 0 || edge >= chain.count - 1) continue;
    if (state.rigid[edge] === 0) tied[edge] = 0;
    placeEdge(chain, state, edge, growth);
    const delta = phi[edge + 1] - phi[edge];
    room = Math.min(room, growth > 0 ? highDelta[edge] - delta : delta - lowDelta[edge]);
    curvature += edgeStiffness(chain, edge, delta);
  }
  const wanted = Math.min(room, curvature > 0 ? fall / curvature : Infinity);
  for (let halving = 0; halving < 50; halving++) {
    const distance = side * wanted * 0.5 ** halving;
    trial.set(phi);
    for (let i = from; i <= to; i++) trial[i] += distance;
    const next = pieceCost(chain, state, trial);
    // A fall that is below rounding has to be believed.
    const unseen = trusted && halving === 0 && fall * wanted <= 1e-12 * Math.abs(cost) && next <= cost + 1e-13 * Math.abs(cost);
    if (!(next < cost) && !unseen) continue;
    phi.set(trial);
    return next;
  }
  return undefined;
}
