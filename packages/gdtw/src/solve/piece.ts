import type { WarpChain } from './chain.ts';
import { differenceAt, segmentOf } from './chain.ts';

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
  let segment = segmentOf(times, value);
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
  const { channels, times, values, targets } = chain;
  const { segment } = piece;
  for (let c = 0; c < channels; c++) {
    const a = values[segment * channels + c];
    const rise = values[(segment + 1) * channels + c] - a;
    if (rise === 0) continue;
    const zero = times[segment] + ((targets[knot * channels + c] - a) / rise) * (times[segment + 1] - times[segment]);
    if (!(zero > piece.low && zero < piece.high)) continue;
    const left = Math.abs(zero - value) <= ON_KINK ? side > 0 : zero < value;
    if (left) piece.low = zero;
    else piece.high = zero;
  }
}

/** The first derivative of a knot's loss on a segment; where a channel agrees with y, the derivative of that side. */
export function knotSlope(chain: WarpChain, knot: number, segment: number, value: number, side: number): number {
  const { channels, weights, loss, lossParameter, direction, product } = chain;
  const difference = differenceAt(chain, knot, segment, value);
  fillDirection(chain, segment);
  for (let c = 0; c < channels; c++) {
    const size = Math.abs(difference[c]);
    // A step to that side decides the sign of a difference that is 0.
    const rounding = chain.lossKinked ? ON_KINK * Math.abs(direction[c]) : 0;
    if (size <= rounding) difference[c] = side * direction[c] * 1e-100;
  }
  loss.gradient(difference, lossParameter, product);
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += product[c] * direction[c];
  return weights[knot] * sum;
}

/** The second derivative of a knot's loss on a segment: not negative, since the loss is convex and x is straight. */
export function knotCurvature(chain: WarpChain, knot: number, segment: number, value: number): number {
  const { channels, weights, loss, lossParameter, direction, product } = chain;
  const difference = differenceAt(chain, knot, segment, value);
  fillDirection(chain, segment);
  loss.hessianProduct(difference, direction, lossParameter, product);
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += product[c] * direction[c];
  return Math.max(0, weights[knot] * sum);
}

/** dx/dφ on a segment. */
function fillDirection({ channels, times, values, direction }: WarpChain, segment: number): void {
  const length = times[segment + 1] - times[segment];
  for (let c = 0; c < channels; c++) {
    direction[c] = (values[(segment + 1) * channels + c] - values[segment * channels + c]) / length;
  }
}
