import type { SignalInterpolation, WarpOptions, WarpProblemInput, WarpSolution } from '@rubato/gdtw';
import type { Lengths } from '../lengths.ts';
import type { ItemNumbersInput } from './item-numbers.ts';

/** Where the warps may run, in units of x's time, as in `@rubato/gdtw`; bounds as tensors have gradients. K knots. */
export type TensorWarpBand =
  /** `|φ_k - diagonal(t_k)| ≤ radius`: one number, or [B]. */
  | { readonly kind: 'sakoe-chiba'; readonly radius: ItemNumbersInput }
  /** The same with a radius for each knot: [K] or [B, K]. */
  | { readonly kind: 'ratanamahatana-keogh'; readonly radii: ItemNumbersInput }
  /** `lower_k ≤ φ_k ≤ upper_k`: [K] or [B, K] each. */
  | { readonly kind: 'ranges'; readonly lower: ItemNumbersInput; readonly upper: ItemNumbersInput };

/** The items of a batch that gradients were computed for. */
export interface WarpGradientReport {
  /**
   * The numbers of the items that have no derivative, since constraints are only just active, or degenerate: their gradients are those of
   * one side.
   */
  readonly irregular: readonly number[];
}

/**
 * What warps of tensors are told beside the tensors. Numbers come from the host, or as tensors: then there are gradients by them. K is the
 * number of knots: that of y's observations, or `knots`.
 */
export interface TensorWarpOptions extends Omit<WarpProblemInput, 'x' | 'y' | 'lambda' | 'slopes' | 'band' | 'expectedSlope'> {
  /** How much the warp's regularity counts: one number, [K - 1], or [B, K - 1]; at least 0. */
  readonly lambda: ItemNumbersInput;
  /** Both signals between observations: straight lines, or cubics with a continuous slope. Default: `linear`. */
  readonly interpolation?: SignalInterpolation;
  /** The number of observations of each item, at least 2; what stands past them is not looked at. Default: all. */
  readonly xLengths?: Lengths;
  readonly yLengths?: Lengths;
  /** Observation times, strictly increasing: [n] or [B, n], and [m] or [B, m]. Default: 0, 1, 2, … */
  readonly xTimes?: ItemNumbersInput;
  readonly yTimes?: ItemNumbersInput;
  /** Slopes of the warps, x's time per y's time: one number, [K - 1], or [B, K - 1]. Defaults: 0 and `Infinity`. */
  readonly slopes?: { readonly lower?: ItemNumbersInput; readonly upper?: ItemNumbersInput };
  readonly band?: TensorWarpBand;
  /** The slope that costs nothing: one number, or [B]. Default: x's duration over y's; 1 for a subsequence. */
  readonly expectedSlope?: ItemNumbersInput;
  /** Settings of the solver, as `solveWarp` of `@rubato/gdtw` has them, with losses and penalties of one's own. */
  readonly solver?: Omit<WarpOptions, 'polish'>;
  /** Is told what was solved, item by item, in float64. */
  readonly onSolutions?: (solutions: readonly WarpSolution[]) => void;
  /** Is told, whenever gradients were computed, which of them are one-sided. */
  readonly onGradient?: (report: WarpGradientReport) => void;
}

/** Their names, for checks. */
export const warpOptionNames: readonly (keyof TensorWarpOptions)[] = [
  'lambda',
  'interpolation',
  'xLengths',
  'yLengths',
  'xTimes',
  'yTimes',
  'signalLoss',
  'warpPenalty',
  'knots',
  'slopes',
  'band',
  'subsequence',
  'expectedSlope',
  'solver',
  'onSolutions',
  'onGradient',
];
