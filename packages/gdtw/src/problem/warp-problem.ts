import type { NamedFunction } from '../losses/records.ts';
import type { Signal } from '../signal/signal.ts';

/** Where a warp may run, in units of x's time; every kind is within x's times as well. */
export type WarpBandInput =
  /** `|φ_i - diagonal(t_i)| ≤ radius`; the diagonal leads from both first observations to both last ones. */
  | { readonly kind: 'sakoe-chiba'; readonly radius: number }
  /** The same with a radius for each knot. */
  | { readonly kind: 'ratanamahatana-keogh'; readonly radii: ArrayLike<number> }
  /** `lower_i ≤ φ_i ≤ upper_i`; infinite where there is no bound. */
  | { readonly kind: 'ranges'; readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> };

/** A band with a number for each knot. */
export type WarpBand =
  | { readonly kind: 'radii'; readonly radii: Float64Array }
  | { readonly kind: 'ranges'; readonly lower: Float64Array; readonly upper: Float64Array };

/** What {@link createWarpProblem} takes. m knots have m - 1 intervals between them. */
export interface WarpProblemInput {
  /** The signal that is warped. */
  readonly x: Signal;
  /** The signal that it is compared with; as many channels. */
  readonly y: Signal;
  /** How much the warp's regularity counts: one number, or one for each interval; at least 0. */
  readonly lambda: number | ArrayLike<number>;
  /** `squared`, `absolute`, `huber`, `p-norm`, or the name of a loss of one's own. Default: `squared`. */
  readonly signalLoss?: string | NamedFunction;
  /** `squared`, `absolute`, `huber`, or the name of a penalty of one's own. Default: `squared`. */
  readonly warpPenalty?: string | NamedFunction;
  /** At y's observations, or this many, evenly spaced from y's first to its last time. Default: `observations`. */
  readonly knots?: 'observations' | number;
  /** Slopes of the warp, x's time per y's time: one number, or one for each interval. Defaults: 0 and `Infinity`. */
  readonly slopes?: { readonly lower?: number | ArrayLike<number>; readonly upper?: number | ArrayLike<number> };
  readonly band?: WarpBandInput;
  /** Whether y is looked for anywhere within x; else the warp leads from x's first to its last time. Default: false. */
  readonly subsequence?: boolean;
  /** The slope that costs nothing. Default: x's duration over y's; 1 for a subsequence. */
  readonly expectedSlope?: number;
}

/** A checked warp problem: plain data, structured-cloneable, without functions. */
export interface WarpProblem {
  readonly x: Signal;
  readonly y: Signal;
  readonly signalLoss: NamedFunction;
  readonly warpPenalty: NamedFunction;
  readonly knots: 'observations' | number;
  /** `[m - 1]`. */
  readonly lambda: Float64Array;
  /** `[m - 1]` each, x's time per y's time. */
  readonly slopes: { readonly lower: Float64Array; readonly upper: Float64Array };
  readonly band?: WarpBand;
  readonly subsequence: boolean;
  /** Absent: x's duration over y's. */
  readonly expectedSlope?: number;
}
