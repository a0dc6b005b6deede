import { findInterval } from '../signal/signal.ts';
import type { WarpChain } from './chain.ts';
import { bendAt, differenceAt, directionAt } from './chain.ts';
import { findCrossings } from './crossings.ts';

/** Values as near as this to a kink are on it, in units of x's duration. */
export const ON_KINK = 1e-14;

/** A stretch of a knot's values on which its loss is smooth. */
export interface Piece {
  /** The segment of x. */
  segment: number;
  low: number;
  high: number;
}

/** The piece in which a knot's value lies; at a kink the one on the left (side -1) or on the right (side 1). */
export function findPiece(chain: WarpChain, knot: number, value: number, side: number, piece: Piece): void {
  const { times, lower, upper } = chain;
  let segment = findInterval(times, value);
  if (side > 0 && segment < times.length - 2 && times[segment + 1] - value <= ON_KINK) segment++;
  if (side < 0 && segment > 0 && value - times[segment] <= ON_KINK) segment--;
  piece.segment = segment;
  piece.low = times[segment];
  piece.high = times[segment + 1];
  if (chain.lossKinked) narrowToChannels(chain, knot, value, side, piece);
  piece.low = Math.min(value, Math.max(piece.low, lower[knot]));
  piece.high = Math.max(value, Math.min(piece.high, upper[knot]));
}

/** A loss with kinks has one wherever a channel of x crosses y. */
function narrowToChannels(chain: WarpChain, knot: number, value: number, side: number, piece: Piece): void {
  const { crossings } = chain;
  for (let c = 0; c < chain.channels; c++) {
    const count = findCrossings(chain, knot, piece.segment, c, crossings);
    for (let k = 0; k < count; k++) {
      const zero = crossings[k];
      if (!(zero > piece.low && zero < piece.high)) continue;
      const left = Math.abs(zero - value) <= ON_KINK ? side > 0 : zero < value;
      if (left) piece.low = zero;
      else piece.high = zero;
    }
  }
}

/** The first derivative of a knot's loss on a segment; where a channel agrees with y, the derivative of that side. */
export function knotSlope(chain: WarpChain, knot: number, segment: number, value: number, side: number): number {
  const { channels, weights, loss, lossParameter, product } = chain;
  const difference = differenceAt(chain, knot, segment, value);
  const direction = directionAt(chain, segment, value);
  takeSide(chain, segment, value, side);
  loss.gradient(difference, lossParameter, product);
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += product[c] * direction[c];
  return weights[knot] * sum;
}

/**
 * Where a difference is 0, a step to that side decides what it is, and where a cubic only touches y, its bend: the shortest step, as a
 * p-norm's derivative changes more from one number to the next than a KKT point is allowed to be off.
 */
function takeSide(chain: WarpChain, segment: number, value: number, side: number): void {
  const { channels, difference, direction } = chain;
  if (!chain.lossKinked) return;
  const bend = bendAt(chain, segment, value);
  for (let c = 0; c < channels; c++) {
    if (Math.abs(difference[c]) > ON_KINK * Math.abs(direction[c])) continue;
    difference[c] = (side * direction[c] + (ON_KINK / 2) * bend[c]) * ON_KINK;
  }
}

/**
 * The second derivative of a knot's loss on a segment, `ẋᵀL″ẋ + L′ẍ`. The loss is convex: where x is straight it is not negative; where x
 * is cubic it may be.
 */
export function knotCurvature(chain: WarpChain, knot: number, segment: number, value: number, side: number): number {
  const { channels, weights, loss, lossParameter, product } = chain;
  const difference = differenceAt(chain, knot, segment, value);
  const direction = directionAt(chain, segment, value);
  loss.hessianProduct(difference, direction, lossParameter, product);
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += product[c] * direction[c];
  sum = Math.max(0, sum);
  if (chain.differences === undefined) return weights[knot] * sum;
  takeSide(chain, segment, value, side);
  loss.gradient(difference, lossParameter, product);
  const bend = bendAt(chain, segment, value);
  for (let c = 0; c < channels; c++) sum += product[c] * bend[c];
  return weights[knot] * sum;
}
