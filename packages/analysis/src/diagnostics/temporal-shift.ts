import { checkOptions, checkWhole, isList, refuse } from '../check.ts';
import type { FeatureSequence } from '../targets/feature-sequence.ts';
import { itemOf, readSequence } from '../targets/feature-sequence.ts';

export interface TemporalShiftOptions {
  /**
   * The largest shift looked for, in frames: at most half of N, and of an item at most half of its own frames. Default 25, or a quarter of
   * the frames where that is less.
   */
  readonly maximumShift?: number;
  /** The number of frames of each item, 0 to N. Default N. */
  readonly lengths?: ArrayLike<number>;
}

/** More products than this, over all shifts and items, are refused: some seconds of computation. */
const MOST_PRODUCTS = 2 ** 32;

/** How late predictions come. */
export interface TemporalShift {
  /** In frames, between frames too: positive where predictions come after the reference, negative where before. 0 where nothing varies. */
  readonly shift: number;
  /** Pearson correlation at the best whole shift, and without one; 0 where nothing varies. */
  readonly correlation: number;
  readonly correlationUnshifted: number;
  /** What was compared: the features, or, of different dimensions, how much of them begins in each frame. */
  readonly by: 'features' | 'spectralFlux';
}

/**
 * The temporal shift between predictions and a reference on the same time axis, from their cross-correlation.
 *
 * `r(τ)` is the Pearson correlation of x_{n+τ} with the reference's frame n, over all frames that both have and all dimensions, each with
 * its own mean; the shift is the τ of the largest r, refined by the parabola through its neighbours. Half of the frames and more are
 * compared at each τ, for few frames correlate by chance, two of them always by 1 or -1. A reference of another dimension,
 * such as the input, is compared by its spectral flux `Σ_d max(0, x_{n,d} - x_{n-1,d})`, which shows when things begin. Strong targets
 * tell more than the input.
 * An alignment loss hardly notices a small shift, and so a network may learn one (Müller & Zeitler, tutorial at ISMIR 2025, part 2,
 * problem 4: temporal shift). The estimate is the usual one of delays, Knapp & Carter, IEEE TASSP 24(4), 1976, without weighting.
 *
 * Time grows with B·N·D·maximumShift, memory with N·D.
 *
 * @param predictions [N, D] or [B, N, D]
 * @param reference [N, D'] or [B, N, D'], for example strong targets or the network's input
 * @param options largest shift, lengths
 * @returns one for each item
 * @throws InvalidArgumentError naming what is of the wrong shape, the first number that is not finite, and a largest shift above half of
 * the frames, or above 25 where it makes more than 2³² products
 *
 * @example
 * ```ts
 * import { temporalShift } from '@rubato/analysis';
 * const reference = { data: [0, 1, 0, 0, 0, 1, 1, 0, 0, 0], shape: [10, 1] } as const;
 * const late = { data: [0, 0, 0, 1, 0, 0, 0, 1, 1, 0], shape: [10, 1] } as const;
 * temporalShift(late, reference, { maximumShift: 3 })[0].shift.toFixed(1); // → '2.0'
 * ```
 */
export function temporalShift(
  predictions: FeatureSequence,
  reference: FeatureSequence,
  options: TemporalShiftOptions = {},
): TemporalShift[] {
  checkOptions(options, ['maximumShift', 'lengths']);
  const x = readSequence('predictions', predictions);
  const y = readSequence('reference', reference);
  if (y.batch !== x.batch || y.frames !== x.frames) {
    refuse('reference.shape', `[${reference.shape.join(', ')}]`, `${x.frames} frames of ${x.batch} item(s), as the predictions have`);
  }
  const { maximumShift, lengths } = options;
  if (maximumShift !== undefined) {
    const affordable = Math.max(25, Math.floor(MOST_PRODUCTS / (2 * x.data.length)));
    checkWhole('options.maximumShift', maximumShift, 1, Math.max(1, Math.min(Math.floor(x.frames / 2), affordable)));
  }
  if (lengths !== undefined && (!isList(lengths) || lengths.length !== x.batch)) {
    refuse('options.lengths', lengths, `${x.batch} numbers of frames, one per item`);
  }
  return Array.from({ length: x.batch }, (_, b) => {
    const N = lengths === undefined ? x.frames : lengths[b];
    checkWhole('options.lengths', N, 0, x.frames, [b]);
    const [p, r] = [itemOf('predictions', x, b, N), itemOf('reference', y, b, N)];
    const most = Math.min(maximumShift ?? Math.min(25, Math.floor(N / 4)), Math.floor(N / 2));
    return x.dimension === y.dimension
      ? { ...shiftOf(p, r, N, x.dimension, most), by: 'features' as const }
      : { ...shiftOf(flux(p, N), flux(r, N), N, 1, most), by: 'spectralFlux' as const };
  });
}

function shiftOf(x: Float64Array, y: Float64Array, N: number, D: number, most: number): Omit<TemporalShift, 'by'> {
  const correlations = Float64Array.from({ length: 2 * most + 1 }, (_, i) => correlation(x, y, N, D, i - most));
  let best = most;
  for (let i = 0; i < correlations.length; i++) {
    const nearer = Math.abs(i - most) < Math.abs(best - most);
    if (correlations[i] > correlations[best] || (correlations[i] === correlations[best] && nearer)) best = i;
  }
  const [before, at, after] = [correlations[best - 1], correlations[best], correlations[best + 1]];
  const curvature = before - 2 * at + after;
  const refined = at > 0 && curvature < 0 ? (before - after) / (2 * curvature) : 0;
  return { shift: at > 0 ? best - most + refined + 0 : 0, correlation: at, correlationUnshifted: correlations[most] };
}

/** Of x_{n+τ} with y_n, each dimension about its mean over the frames that both have. */
function correlation(x: Float64Array, y: Float64Array, N: number, D: number, shift: number): number {
  const from = Math.max(0, -shift);
  const to = Math.min(N, N - shift);
  let [xx, yy, xy] = [0, 0, 0];
  for (let d = 0; d < D; d++) {
    let [meanX, meanY] = [0, 0];
    for (let n = from; n < to; n++) {
      meanX += x[(n + shift) * D + d];
      meanY += y[n * D + d];
    }
    meanX /= to - from;
    meanY /= to - from;
    for (let n = from; n < to; n++) {
      const [u, v] = [x[(n + shift) * D + d] - meanX, y[n * D + d] - meanY];
      xx += u * u;
      yy += v * v;
      xy += u * v;
    }
  }
  const norm = Math.sqrt(xx) * Math.sqrt(yy);
  return norm > 0 && norm < Infinity ? xy / norm : 0;
}

function flux(x: Float64Array, N: number): Float64Array {
  const D = x.length / N;
  return Float64Array.from({ length: N }, (_, n) => {
    let sum = 0;
    if (n > 0) for (let d = 0; d < D; d++) sum += Math.max(0, x[n * D + d] - x[(n - 1) * D + d]);
    return sum;
  });
}
