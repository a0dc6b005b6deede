/** A warp problem of a size: n observations on both sides, a knot at each of y's, and as many grid values a knot. */
export interface WarpCase {
  readonly length: number;
  readonly channels: number;
  readonly lambda: number;
  readonly passes: number;
  readonly refinement: number;
  readonly quick?: boolean;
}

const REST = { channels: 1, lambda: 0.1, refinement: 0.125 };

/** The lengths of figures 5 and 7 of the DecDTW paper, and one of 256 with a pass more. */
export const warpCases: readonly WarpCase[] = [100, 200, 256, 400, 800].map((length) => ({
  ...REST,
  length,
  // Three is what the paper has.
  passes: length === 256 ? 4 : 3,
  quick: length < 200,
}));

/** The values a knot for which a transition is timed. */
export const transitionSizes: readonly number[] = [64, 128, 256, 512, 1024, 2048, 4096];
