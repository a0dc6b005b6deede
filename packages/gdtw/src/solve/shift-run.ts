import type { ActiveState } from './active-state.ts';
import { edgeStiffness, edgeTension } from './active-state.ts';
import { pieceCost } from './advance.ts';
import type { WarpChain } from './chain.ts';
import type { Shift } from './kkt.ts';
import { edgesBeside, letGo } from './let-go.ts';
import { knotCurvature, knotSlope } from './piece.ts';

/**
 * Shifts a run of knots to the side on which the objective falls, by a Newton step within their pieces on that side, in place.
 *
 * @param trusted whether a fall counts that is too small to be seen in the objective
 * @returns the new objective, or `undefined` where no shift lowers it
 */
export function shiftRun(
  chain: WarpChain,
  state: ActiveState,
  shift: Shift,
  trial: Float64Array,
  cost: number,
  trusted: boolean,
): number | undefined {
  const { from, to, side, fall } = shift;
  const { phi, low, high, lowDelta, highDelta } = state;
  letGo(chain, state, shift);
  let room = Infinity;
  let curvature = 0;
  for (let i = from; i <= to; i++) {
    room = Math.min(room, side > 0 ? high[i] - phi[i] : phi[i] - low[i]);
    curvature += knotCurvature(chain, i, state.segment[i], phi[i], side);
  }
  for (const [edge, growth] of edgesBeside(chain, shift)) {
    const delta = phi[edge + 1] - phi[edge];
    room = Math.min(room, growth > 0 ? highDelta[edge] - delta : delta - lowDelta[edge]);
    curvature += edgeStiffness(chain, edge, delta);
  }
  const wanted = safeguard(chain, state, shift, Math.min(room, curvature > 0 ? fall / curvature : Infinity), room);
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

/** A step that leaves more than this share of a slope is none of Newton's. */
const LEFT = 0.5;
const BISECTIONS = 60;

/**
 * A Newton step, or where curvature is no guide, as near the pole of a p-norm's, the place where the slope changes its sign: the loss is
 * convex on a piece.
 */
function safeguard(chain: WarpChain, state: ActiveState, shift: Shift, wanted: number, room: number): number {
  if (wanted === room || Math.abs(slopeAt(chain, state, shift, wanted)) <= LEFT * shift.fall) return wanted;
  let low = 0;
  let high = room;
  if (high === Infinity || slopeAt(chain, state, shift, high) <= 0) return wanted;
  for (let k = 0; k < BISECTIONS; k++) {
    const middle = (low + high) / 2;
    if (slopeAt(chain, state, shift, middle) > 0) high = middle;
    else low = middle;
  }
  return low;
}

/** The slope of the objective along a shift within its pieces. */
function slopeAt(chain: WarpChain, { phi, segment }: ActiveState, { from, to, side }: Shift, distance: number): number {
  let sum = 0;
  for (let i = from; i <= to; i++) sum += knotSlope(chain, i, segment[i], phi[i] + side * distance, side);
  if (from > 0) sum += edgeTension(chain, from - 1, phi[from] + side * distance - phi[from - 1], side);
  if (to < chain.count - 1) sum -= edgeTension(chain, to, phi[to + 1] - phi[to] - side * distance, -side);
  return side * sum;
}
