import { LARGEST_MAGNITUDE } from '@rubato/core';
import { checkNumber, checkNumbers, checkOptions, checkWhole, refuse, spread } from '../check.ts';
import type { WarpFunctions } from '../losses/records.ts';
import { nameFunction, resolveSignalLoss, resolveWarpPenalty } from '../losses/records.ts';
import { checkSignal } from '../signal/signal.ts';
import type { WarpBand, WarpBandInput, WarpProblem, WarpProblemInput } from './warp-problem.ts';

const KNOWN = ['x', 'y', 'lambda', 'signalLoss', 'warpPenalty', 'knots', 'slopes', 'band', 'subsequence', 'expectedSlope'];
const NOT_NEGATIVE = { least: 0, most: LARGEST_MAGNITUDE };

/**
 * A GDTW problem: find the warp φ, piecewise linear through m knots t_i, that makes x(φ(t)) look like y(t).
 *
 * ```text
 * minimise Σ_i w_i·L(x(φ_i) - y(t_i)) + Σ_j λ_j·R((φ_{j+1} - φ_j)/Δt_j - expectedSlope)·Δt_j
 * subject to  lower_j ≤ (φ_{j+1} - φ_j)/Δt_j ≤ upper_j,  φ_i within the band and within x's times,
 *             φ_1 and φ_m at x's ends unless `subsequence`
 * ```
 *
 * w are the weights of the trapezoidal rule. All times, slopes and objectives are in the caller's units.
 * Source: Xu, Garg, Milford & Gould, ICLR 2023, equation 4; Deriso & Boyd 2019.
 *
 * @param functions records of losses and penalties of one's own that the input names
 * @throws InvalidArgumentError by name and index. Constraints that contradict each other are told by `warpFeasibility` and `solveWarp`.
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem } from '@rubato/gdtw';
 * const x = createSignal([0, 1, 0, 0], { times: [0, 1, 2, 3] });
 * const y = createSignal([0, 0, 1, 0], { times: [0, 1, 2, 3] });
 * createWarpProblem({ x, y, lambda: 0.1, slopes: { upper: 2 } }).lambda.length; // → 3
 * ```
 */
export function createWarpProblem(input: WarpProblemInput, functions: WarpFunctions = {}): WarpProblem {
  checkOptions(input, KNOWN, 'problem');
  const { x, y, knots = 'observations', slopes = {}, subsequence = false } = input;
  checkSignal('problem.x', x);
  checkSignal('problem.y', y);
  if (x.channels !== y.channels) refuse('problem.y.channels', y.channels, `${x.channels}, as x has`);
  if (knots !== 'observations') checkWhole('problem.knots', knots, 2, 1e6);
  if (typeof subsequence !== 'boolean') refuse('problem.subsequence', subsequence, 'true or false');
  const count = knots === 'observations' ? y.times.length : knots;
  checkOptions(slopes, ['lower', 'upper'], 'problem.slopes');
  const signalLoss = nameFunction('problem.signalLoss', input.signalLoss ?? 'squared');
  const warpPenalty = nameFunction('problem.warpPenalty', input.warpPenalty ?? 'squared');
  resolveSignalLoss(signalLoss, functions);
  resolveWarpPenalty(warpPenalty, functions);
  const expectedSlope = input.expectedSlope ?? (subsequence ? 1 : undefined);
  if (expectedSlope !== undefined)
    checkNumber('problem.expectedSlope', expectedSlope, { least: -LARGEST_MAGNITUDE, most: LARGEST_MAGNITUDE });
  return Object.freeze({
    x,
    y,
    signalLoss,
    warpPenalty,
    knots,
    lambda: spread('problem.lambda', input.lambda, count - 1, NOT_NEGATIVE),
    slopes: {
      lower: spread('problem.slopes.lower', slopes.lower ?? 0, count - 1, NOT_NEGATIVE),
      upper: spread('problem.slopes.upper', slopes.upper ?? Infinity, count - 1, { least: 0, most: Infinity }),
    },
    ...(input.band === undefined ? {} : { band: createBand(input.band, count) }),
    subsequence,
    ...(expectedSlope === undefined ? {} : { expectedSlope }),
  });
}

function createBand(band: WarpBandInput, count: number): WarpBand {
  if (typeof band !== 'object' || band === null) refuse('problem.band', band, 'a band { kind, … }');
  const { kind } = band;
  const anywhere = { least: -Infinity, most: Infinity };
  switch (kind) {
    case 'sakoe-chiba':
      return {
        kind: 'radii',
        radii: new Float64Array(count).fill(checkNumber('problem.band.radius', band.radius, { least: 0, most: Infinity })),
      };
    case 'ratanamahatana-keogh':
      return { kind: 'radii', radii: checkNumbers('problem.band.radii', band.radii, count, { least: 0, most: Infinity }) };
    case 'ranges':
      return {
        kind: 'ranges',
        lower: checkNumbers('problem.band.lower', band.lower, count, anywhere),
        upper: checkNumbers('problem.band.upper', band.upper, count, anywhere),
      };
    default:
      return refuse('problem.band.kind', kind satisfies never, 'sakoe-chiba, ratanamahatana-keogh or ranges');
  }
}
