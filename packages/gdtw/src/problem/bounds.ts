import { durationRatio, knotTimes, last } from './knots.ts';
import type { WarpProblem } from './warp-problem.ts';

/** The bounds of the warp at each knot, in x's time, and where they come from. */
export interface KnotBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 where the bound is the band's, 0 where it is an end of x. */
  readonly lowerFromBand: Uint8Array;
  readonly upperFromBand: Uint8Array;
}

/** Where the diagonal is at a time of y. */
function diagonal(problem: WarpProblem, time: number): number {
  const { x, y } = problem;
  return time === last(y.times) ? last(x.times) : x.times[0] + durationRatio(problem) * (time - y.times[0]);
}

/** Band, ends of x and endpoint constraints in one range a knot; a range may be empty: feasibility tells. */
export function knotBounds(problem: WarpProblem): KnotBounds {
  const times = knotTimes(problem);
  const count = times.length;
  const first = problem.x.times[0];
  const end = last(problem.x.times);
  const lower = new Float64Array(count).fill(first);
  const upper = new Float64Array(count).fill(end);
  const lowerFromBand = new Uint8Array(count);
  const upperFromBand = new Uint8Array(count);
  if (!problem.subsequence) {
    upper[0] = first;
    lower[count - 1] = end;
  }
  const { band } = problem;
  if (band === undefined) return { lower, upper, lowerFromBand, upperFromBand };
  for (let i = 0; i < count; i++) {
    const centre = band.kind === 'radii' ? diagonal(problem, times[i]) : 0;
    const least = band.kind === 'radii' ? centre - band.radii[i] : band.lower[i];
    const most = band.kind === 'radii' ? centre + band.radii[i] : band.upper[i];
    if (least > lower[i]) {
      lower[i] = least;
      lowerFromBand[i] = 1;
    }
    if (most < upper[i]) {
      upper[i] = most;
      upperFromBand[i] = 1;
    }
  }
  return { lower, upper, lowerFromBand, upperFromBand };
}
