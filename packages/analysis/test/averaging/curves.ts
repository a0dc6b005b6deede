import type { SequenceBatch } from '@rubato/analysis';
import { createRandom } from '@rubato/core';

/** A curve with two bumps and a dip over [0, 1]. */
export function curve(t: number): number {
  const bump = (centre: number, width: number): number => Math.exp(-(((t - centre) / width) ** 2));
  return bump(0.25, 0.05) + 0.6 * bump(0.5, 0.04) - 0.8 * bump(0.75, 0.06);
}

/** A function at n points over [0, 1]. */
export function sample(n: number, of: (t: number) => number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => of(i / (n - 1)));
}

/** Copies of a curve on times warped by t + a sin(πt) + b sin(2πt), in pairs of opposite warps; of different lengths. */
export function warpedCopies(of: (t: number) => number, pairs: number, longest: number, seed: number): SequenceBatch {
  const random = createRandom(seed);
  const data = new Float64Array(2 * pairs * longest);
  const lengths = new Int32Array(2 * pairs);
  for (let p = 0; p < pairs; p++) {
    const [a, b] = [0.12 * (2 * random() - 1), 0.05 * (2 * random() - 1)];
    for (const [side, sign] of [1, -1].entries()) {
      const k = 2 * p + side;
      lengths[k] = longest - Math.floor(random() * longest * 0.2);
      data.set(
        sample(lengths[k], (t) => of(t + sign * (a * Math.sin(Math.PI * t) + b * Math.sin(2 * Math.PI * t)))),
        k * longest,
      );
    }
  }
  return { data, shape: [2 * pairs, longest, 1], lengths };
}

/** The root of the mean squared difference. */
export function distance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += (left[k] - right[k]) ** 2;
  return Math.sqrt(sum / left.length);
}
