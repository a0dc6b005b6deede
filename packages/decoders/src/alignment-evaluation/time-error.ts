import type { PiecewiseLinearWarp, TimeErrorOptions } from '@rubato/core/warp';
import { errorStretches, meanMagnitude } from '@rubato/core/warp';
import { checkWarp } from './warp.ts';

/** How far an alignment is from the true one, in units of time. */
export interface TimeError {
  /** TimeErr: the mean of the absolute difference. */
  readonly error: number;
  /** TimeDev: the root of the mean of the squared difference. */
  readonly deviation: number;
  /** The largest absolute difference. */
  readonly largest: number;
}

/**
 * TimeErr and TimeDev of an alignment: `1/S ∫|φ(s) - φ_gt(s)| ds` and `√(1/S ∫(φ(s) - φ_gt(s))² ds)`, exactly.
 *
 * Between neighbouring knots of both warps the difference is a straight line from a to b: over a length h its square has the integral
 * `h·(a² + ab + b²)/3`, its magnitude `h·(|a| + |b|)/2`, or `h·(a² + b²)/(2·(|a| + |b|))` where it changes sign. Nothing is sampled.
 * Sources: Thickstun, Brennan & Verma, "Rethinking evaluation methodology for audio-to-score alignment", 2020; Xu, Garg, Milford & Gould,
 * "Deep declarative dynamic time warping for end-to-end learning of alignment paths", ICLR 2023, equation 9.
 *
 * @param predicted a warp that covers all of `from` to `to`
 * @param truth likewise
 * @throws InvalidArgumentError for a warp that is none, and for a span that not both of them cover: an option is to blame, or the truth
 *
 * @example
 * ```ts
 * import { timeError } from '@rubato/decoders';
 * const truth = { positions: [0, 4], times: [0, 4] };
 * timeError({ positions: [0, 2, 4], times: [1, 1, 5] }, truth); // → { error: 0.5, deviation: Math.sqrt(1 / 3), largest: 1 }
 * ```
 */
export function timeError(predicted: PiecewiseLinearWarp, truth: PiecewiseLinearWarp, options: TimeErrorOptions = {}): TimeError {
  checkWarp('predicted', predicted);
  checkWarp('truth', truth);
  let error = 0;
  let square = 0;
  let largest = 0;
  for (const { share, a, b } of errorStretches(predicted, truth, options)) {
    error += share * meanMagnitude(a, b);
    square += (share * (a * a + a * b + b * b)) / 3;
    largest = Math.max(largest, Math.abs(a), Math.abs(b));
  }
  return { error, deviation: Math.sqrt(square), largest };
}
