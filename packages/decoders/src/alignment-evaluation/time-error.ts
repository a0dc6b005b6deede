import { InvalidArgumentError } from '@rubato/core';
import { checkNumber, checkOptions } from '../check.ts';
import type { PiecewiseLinearWarp } from './warp.ts';
import { checkWarp, findInterval, interpolate } from './warp.ts';

export interface TimeErrorOptions {
  /** Where the integrals begin. Default: the truth's first position. */
  readonly from?: number;
  /** Where they end. Default: the truth's last position. */
  readonly to?: number;
}

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
 * @throws InvalidArgumentError for a warp that is none or does not reach from `from` to `to`
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
  checkOptions(options, ['from', 'to']);
  const { from = truth.positions[0], to = truth.positions[truth.positions.length - 1] } = options;
  checkNumber('options.from', from, -Infinity, Infinity);
  checkNumber('options.to', to, -Infinity, Infinity);
  if (!(to > from)) throw new InvalidArgumentError({ argument: 'options.to', found: String(to), expected: `a number above ${from}` });
  checkReach('predicted', predicted, from, to);
  checkReach('truth', truth, from, to);

  let absolute = 0;
  let squared = 0;
  let i = findInterval(predicted.positions, from);
  let j = findInterval(truth.positions, from);
  let position = from;
  let a = interpolate(predicted, i, from) - interpolate(truth, j, from);
  let largest = Math.abs(a);
  while (position < to) {
    const next = Math.min(predicted.positions[i + 1], truth.positions[j + 1], to);
    const b = interpolate(predicted, i, next) - interpolate(truth, j, next);
    const length = next - position;
    absolute += length * meanMagnitude(a, b);
    squared += (length * (a * a + a * b + b * b)) / 3;
    largest = Math.max(largest, Math.abs(b));
    if (predicted.positions[i + 1] === next && next < to) i++;
    if (truth.positions[j + 1] === next && next < to) j++;
    position = next;
    a = b;
  }
  return { error: absolute / (to - from), deviation: Math.sqrt(squared / (to - from)), largest };
}

/** The mean of |a + (b - a)·t| for t from 0 to 1. */
function meanMagnitude(a: number, b: number): number {
  const sum = Math.abs(a) + Math.abs(b);
  if (a < 0 === b < 0 || sum === 0) return sum / 2;
  // Shares before squares: a tiny difference would underflow.
  return (Math.abs(a) * (Math.abs(a) / sum) + Math.abs(b) * (Math.abs(b) / sum)) / 2;
}

function checkReach(argument: string, { positions }: PiecewiseLinearWarp, from: number, to: number): void {
  const last = positions[positions.length - 1];
  if (positions[0] <= from && last >= to) return;
  throw new InvalidArgumentError({
    argument: `${argument}.positions`,
    found: `from ${positions[0]} to ${last}`,
    expected: `from ${from} or before to ${to} or behind`,
  });
}
