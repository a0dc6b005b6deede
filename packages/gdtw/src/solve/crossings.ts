import type { WarpChain } from './chain.ts';

/**
 * Where a channel of x is as y at a knot, on a segment: at most once where x is straight, at most three times where it is cubic.
 *
 * A straight line's crossing may lie beyond the segment; a cubic's are within it, its ends included, in order.
 *
 * @returns how many values there are in `out`; none where the channel is level, or agrees everywhere
 */
export function findCrossings(chain: WarpChain, knot: number, segment: number, channel: number, out: Float64Array): number {
  const { channels, times, values, targets, differences } = chain;
  const at = segment * channels + channel;
  const start = times[segment];
  const length = times[segment + 1] - start;
  const target = targets[knot * channels + channel];
  const rise = values[at + channels] - values[at];
  if (differences === undefined) {
    if (rise === 0) return 0;
    out[0] = start + ((target - values[at]) / rise) * length;
    return 1;
  }
  const first = length * length * differences[at];
  const final = length * length * differences[at + channels];
  const count = cubicRoots(values[at] - target, rise - first, 2 * first - final, final - first, values[at + channels] - target, out);
  for (let k = 0; k < count; k++) out[k] = out[k] === 1 ? times[segment + 1] : start + out[k] * length;
  return count;
}

/** The roots of `a + b·u + c·u² + d·u³` from 0 to 1, in order; `end` is its value at 1, which knows of no rounding. */
function cubicRoots(a: number, b: number, c: number, d: number, end: number, out: Float64Array): number {
  if (a === 0 && b === 0 && c === 0 && d === 0) return 0;
  // Within the hull of its control points it has no root where they are on one side of 0.
  const second = a + b / 3;
  const third = second + (b + c) / 3;
  if (Math.min(a, second, third, end) > 0 || Math.max(a, second, third, end) < 0) return 0;
  const [left, right] = turningPoints(b, 2 * c, 3 * d);
  let count = 0;
  let low = 0;
  let atLow = a;
  if (a === 0) out[count++] = 0;
  for (const high of [left, right, 1]) {
    if (!(high > low && high <= 1)) continue;
    const atHigh = high === 1 ? end : a + high * (b + high * (c + high * d));
    if (atLow < 0 !== atHigh < 0 && atLow !== 0 && atHigh !== 0) out[count++] = bisect(a, b, c, d, low, high, atLow < 0);
    else if (atHigh === 0 && count < 3) out[count++] = high;
    low = high;
    atLow = atHigh;
  }
  return count;
}

/** Where `b + c·u + d·u²` is 0, in order; NaN where it never is. */
function turningPoints(b: number, c: number, d: number): [number, number] {
  const root = Math.sqrt(c * c - 4 * b * d);
  // The sum of equal signs: nothing cancels.
  const q = -(c + (c < 0 ? -root : root)) / 2;
  const [one, other] = [q / d, b / q];
  return one < other ? [one, other] : [other, one];
}

/** The root of a cubic that is monotone between two numbers and changes its sign between them. */
function bisect(a: number, b: number, c: number, d: number, from: number, to: number, rising: boolean): number {
  let low = from;
  let high = to;
  for (;;) {
    const middle = (low + high) / 2;
    // To the last bit, but not through all the small numbers down to 0.
    if (!(middle > low && middle < high && high - low > 1e-18)) return middle;
    if (a + middle * (b + middle * (c + middle * d)) < 0 === rising) low = middle;
    else high = middle;
  }
}
