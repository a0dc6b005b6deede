/**
 * Cubic interpolation by blended parabolas. On the segment from t_k to t_{k+1}, with h its length and u from 0 to 1 across it,
 *
 * `x(t) = x_k + u·(x_{k+1} - x_k) - h²·u·(1 - u)·((1 - u)·c_k + u·c_{k+1})`
 *
 * where c_k is the second divided difference around observation k, and at an end that of its neighbour. This is the cubic Hermite
 * interpolant with three-point (Bessel) tangents, on even times that of Catmull and Rom: C1, local, exact for parabolas.
 *
 * Sources: Overhauser, "Analytic definition of curves and surfaces by parabolic blending", 1968; Catmull & Rom, "A class of local
 * interpolating splines", 1974; de Boor, "A Practical Guide to Splines", 1978, chapter IV.
 */

import type { Signal } from './signal.ts';

/** The observation in the middle of the three that c_k is taken from; -1 where there are only two, and c_k is 0. */
export const middleOf = (count: number, k: number): number => (count < 3 ? -1 : Math.min(Math.max(k, 1), count - 2));

type Observed = Omit<Signal, 'interpolation'>;

/** c_k of one channel, with times in this unit: in units of a segment's length no length is too short or too long for its square. */
export function dividedDifference({ times, values, channels }: Observed, k: number, channel: number, unit: number): number {
  const j = middleOf(times.length, k);
  if (j < 0) return 0;
  const at = j * channels + channel;
  const before = (values[at] - values[at - channels]) * (unit / (times[j] - times[j - 1]));
  const after = (values[at + channels] - values[at]) * (unit / (times[j + 1] - times[j]));
  return (after - before) * (unit / (times[j + 1] - times[j - 1]));
}

/** c_k of all observations: `[N, channels]`. */
export function dividedDifferences(signal: Observed): Float64Array {
  const { values, channels } = signal;
  return values.map((_, at) => dividedDifference(signal, Math.floor(at / channels), at % channels, 1));
}

/** What a cubic segment of length h has below its chord at the share u of its length. */
export function sag(h: number, u: number, c0: number, c1: number): number {
  return h * h * u * (1 - u) * ((1 - u) * c0 + u * c1);
}

/** The first derivative of {@link sag} by time. */
export function sagSlope(h: number, u: number, c0: number, c1: number): number {
  return h * ((1 - 2 * u) * ((1 - u) * c0 + u * c1) + u * (1 - u) * (c1 - c0));
}

/** The second derivative of {@link sag} by time. */
export function sagCurvature(u: number, c0: number, c1: number): number {
  return 2 * ((1 - 2 * u) * (c1 - c0) - ((1 - u) * c0 + u * c1));
}
