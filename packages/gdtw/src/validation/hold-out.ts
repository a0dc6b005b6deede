import { isList } from '../check.ts';
import type { WarpBandInput, WarpProblemInput } from '../problem/warp-problem.ts';
import { createSignal } from '../signal/signal.ts';

/** A problem without a regularity weight yet. */
export type UnweightedWarpInput = Omit<WarpProblemInput, 'lambda'>;

/**
 * The same problem with only some of y's observations; first and last must be among them. Where knots stand at observations, bounds
 * of the knots that stay are kept, and slopes of intervals that become one are averaged by their lengths: just what they imply together.
 *
 * @param kept indices of observations, increasing
 */
export function withObservations(input: UnweightedWarpInput, kept: readonly number[]): UnweightedWarpInput {
  const { y, slopes, band, knots = 'observations' } = input;
  const { channels, interpolation } = y;
  const values = kept.flatMap((i) => Array.from(y.values.subarray(i * channels, (i + 1) * channels)));
  const fewer = createSignal(values, { times: kept.map((i) => y.times[i]), channels, interpolation });
  if (knots !== 'observations') return { ...input, y: fewer };
  const merge = (bound: number | ArrayLike<number>): number | number[] => (isList(bound) ? mergeSlopes(bound, y.times, kept) : bound);
  return {
    ...input,
    y: fewer,
    ...(slopes === undefined
      ? {}
      : {
          slopes: {
            ...(slopes.lower === undefined ? {} : { lower: merge(slopes.lower) }),
            ...(slopes.upper === undefined ? {} : { upper: merge(slopes.upper) }),
          },
        }),
    ...(band === undefined ? {} : { band: keptBand(band, kept) }),
  };
}

function mergeSlopes(slopes: ArrayLike<number>, times: Float64Array, kept: readonly number[]): number[] {
  return kept.slice(1).map((end, j) => {
    const start = kept[j];
    if (end === start + 1) return slopes[start];
    let rise = 0;
    for (let i = start; i < end; i++) rise += slopes[i] * (times[i + 1] - times[i]);
    return rise / (times[end] - times[start]);
  });
}

function keptBand(band: WarpBandInput, kept: readonly number[]): WarpBandInput {
  const pick = (list: ArrayLike<number>): number[] => kept.map((i) => list[i]);
  switch (band.kind) {
    case 'sakoe-chiba':
      return band;
    case 'ratanamahatana-keogh':
      return { kind: band.kind, radii: pick(band.radii) };
    case 'ranges':
      return { kind: band.kind, lower: pick(band.lower), upper: pick(band.upper) };
  }
}
