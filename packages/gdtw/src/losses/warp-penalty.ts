/** What it costs a warp to run faster or slower than expected: a convex function of the slope's deviation, least at 0 or anywhere. */
export interface WarpPenaltyRecord {
  readonly name: string;
  /** What the parameter is where none is given; absent for a penalty without one. */
  readonly defaultParameter?: number;
  /** The least and the greatest parameter. */
  readonly parameterRange?: readonly [number, number];
  /** R(u). */
  value(deviation: number, parameter: number): number;
  /** R′(u); at a kink the left derivative for side -1, the right one for side 1. */
  derivative(deviation: number, parameter: number, side: number): number;
  /** R″(u). */
  secondDerivative(deviation: number, parameter: number): number;
  /** Where R′ jumps, increasing. Default: nowhere. */
  readonly kinks?: readonly number[];
}

/** `u²`. */
export const squaredPenalty: WarpPenaltyRecord = {
  name: 'squared',
  value: (u) => u * u,
  derivative: (u) => 2 * u,
  secondDerivative: () => 2,
};

/** `|u|`. */
export const absolutePenalty: WarpPenaltyRecord = {
  name: 'absolute',
  value: Math.abs,
  derivative: (u, _, side) => (u === 0 ? side : Math.sign(u)),
  secondDerivative: () => 0,
  kinks: [0],
};

/** `u²` up to the threshold δ, `δ·(2|u| - δ)` beyond it. */
export const huberPenalty: WarpPenaltyRecord = {
  name: 'huber',
  defaultParameter: 1,
  parameterRange: [Number.MIN_VALUE, Number.MAX_VALUE],
  value: (u, threshold) => (Math.abs(u) <= threshold ? u * u : threshold * (2 * Math.abs(u) - threshold)),
  derivative: (u, threshold) => 2 * Math.max(-threshold, Math.min(threshold, u)),
  secondDerivative: (u, threshold) => (Math.abs(u) <= threshold ? 2 : 0),
};
