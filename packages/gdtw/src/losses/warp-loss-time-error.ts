import type { ErrorStretch, PiecewiseLinearWarp, TimeErrorOptions } from '@rubato/core/warp';
import { errorStretches, meanMagnitude, signChange } from '@rubato/core/warp';
import type { WarpLoss } from './warp-loss.ts';
import { checkWarp } from './warp-loss.ts';

/**
 * TimeErr of a warp, `1/S ∫|φ(s) - φ_gt(s)| ds`, with its gradient by the warp's times; both exactly, nothing is sampled.
 *
 * Smooth but where φ and the truth agree on a whole stretch: there 0 is taken of the subgradients.
 * Source: Xu, Garg, Milford & Gould, ICLR 2023, equation 9; Thickstun, Brennan & Verma 2020.
 *
 * @param predicted m knots that cover all of `from` to `to`: times of x at positions of y
 * @param truth the true alignment, likewise
 * @throws InvalidArgumentError for a warp that is none, and for a span that not both of them cover
 *
 * @example
 * ```ts
 * import { timeErrorLoss } from '@rubato/gdtw';
 * const truth = { positions: [0, 4], times: [0, 4] };
 * const { value, gradient } = timeErrorLoss({ positions: [0, 2, 4], times: [1, 2.5, 5] }, truth);
 * value; // → 0.75
 * Array.from(gradient); // → [0.25, 0.5, 0.25]
 * ```
 */
export function timeErrorLoss(predicted: PiecewiseLinearWarp, truth: PiecewiseLinearWarp, options: TimeErrorOptions = {}): WarpLoss {
  const { stretches, count } = errorLine(predicted, truth, options);
  const gradient = new Float64Array(count);
  let value = 0;
  for (const { share, a, b, knot, start, end } of stretches) {
    if (a === 0 && b === 0) continue;
    value += share * meanMagnitude(a, b);
    // The error is of one sign up to `turn`, of the other behind it.
    const turn = signChange(a, b);
    const middle = start + turn * (end - start);
    addHat(gradient, knot, start, middle, Math.sign(a === 0 ? b : a) * share * turn);
    addHat(gradient, knot, middle, end, Math.sign(b) * share * (1 - turn));
  }
  return { value, gradient };
}

/** The error of a warp in stretches that are straight; and how many knots the warp has. */
function errorLine(
  predicted: PiecewiseLinearWarp,
  truth: PiecewiseLinearWarp,
  options: TimeErrorOptions,
): { readonly stretches: readonly ErrorStretch[]; readonly count: number } {
  const one = checkWarp('predicted', predicted);
  const other = checkWarp('truth', truth);
  return { stretches: errorStretches(one, other, options), count: one.positions.length };
}

/** Adds a force that is spread evenly over a part of an interval to the knots at its ends. */
function addHat(gradient: Float64Array, knot: number, start: number, end: number, amount: number): void {
  const centre = (start + end) / 2;
  gradient[knot] += amount * (1 - centre);
  gradient[knot + 1] += amount * centre;
}

/**
 * TimeDev of a warp, `√(1/S ∫(φ(s) - φ_gt(s))² ds)`, with its gradient by the warp's times; both exactly, nothing is sampled.
 *
 * Smooth but where φ is the truth throughout: there the gradient is 0, one of the subgradients.
 * Source: Xu, Garg, Milford & Gould, ICLR 2023, equation 9; Thickstun, Brennan & Verma 2020.
 *
 * @param predicted m knots that cover all of `from` to `to`: times of x at positions of y
 * @param truth the true alignment, likewise
 * @throws InvalidArgumentError for a warp that is none, and for a span that not both of them cover
 *
 * @example
 * ```ts
 * import { timeDeviationLoss } from '@rubato/gdtw';
 * const truth = { positions: [0, 4], times: [0, 4] };
 * timeDeviationLoss({ positions: [0, 2, 4], times: [1, 1, 5] }, truth).value; // → Math.sqrt(1 / 3)
 * ```
 */
export function timeDeviationLoss(predicted: PiecewiseLinearWarp, truth: PiecewiseLinearWarp, options: TimeErrorOptions = {}): WarpLoss {
  const { stretches, count } = errorLine(predicted, truth, options);
  const gradient = new Float64Array(count);
  const { magnitude } = largestOf(stretches);
  if (magnitude === 0) return { value: 0, gradient };
  let sum = 0;
  for (const stretch of stretches) {
    // As shares of the largest error: no square underflows.
    const [a, b] = [stretch.a / magnitude, stretch.b / magnitude];
    const { share, knot, start, end } = stretch;
    sum += (share * (a * a + a * b + b * b)) / 3;
    const behind = (share * (a * (2 * start + end) + b * (start + 2 * end))) / 6;
    gradient[knot] += (share * (a + b)) / 2 - behind;
    gradient[knot + 1] += behind;
  }
  const deviation = Math.sqrt(sum);
  for (let k = 0; k < count; k++) gradient[k] /= deviation;
  return { value: magnitude * deviation, gradient };
}

/**
 * The largest error of a warp, `max_s |φ(s) - φ_gt(s)|`, with its gradient by the warp's times: that of the first position where the error
 * is as large as anywhere; 0 where there is none.
 *
 * @param predicted m knots that cover all of `from` to `to`: times of x at positions of y
 * @param truth the true alignment, likewise
 * @throws InvalidArgumentError for a warp that is none, and for a span that not both of them cover
 *
 * @example
 * ```ts
 * import { largestErrorLoss } from '@rubato/gdtw';
 * const truth = { positions: [0, 4], times: [0, 4] };
 * const { value, gradient } = largestErrorLoss({ positions: [0, 2, 4], times: [0, 3.5, 4] }, truth);
 * value; // → 1.5
 * Array.from(gradient); // → [0, 1, 0]
 * ```
 */
export function largestErrorLoss(predicted: PiecewiseLinearWarp, truth: PiecewiseLinearWarp, options: TimeErrorOptions = {}): WarpLoss {
  const { stretches, count } = errorLine(predicted, truth, options);
  const gradient = new Float64Array(count);
  const { magnitude, sign, knot, at } = largestOf(stretches);
  gradient[knot] += sign * (1 - at);
  gradient[knot + 1] += sign * at;
  return { value: magnitude, gradient };
}

interface LargestError {
  magnitude: number;
  sign: number;
  /** The interval of the predicted warp, and the place on it. */
  knot: number;
  at: number;
}

/** Errors are straight between ends of stretches: the largest is at one of these. */
function largestOf(stretches: readonly ErrorStretch[]): LargestError {
  const largest = { magnitude: 0, sign: 0, knot: 0, at: 0 };
  const look = (error: number, knot: number, at: number): void => {
    if (!(Math.abs(error) > largest.magnitude)) return;
    largest.magnitude = Math.abs(error);
    largest.sign = Math.sign(error);
    largest.knot = knot;
    largest.at = at;
  };
  for (const { a, b, knot, start, end } of stretches) {
    look(a, knot, start);
    look(b, knot, end);
  }
  return largest;
}
