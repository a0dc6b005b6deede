/** Cells of a row, the first of them counted from the row's own first; see `RowRecord`. */
type OnCells = (row: number, steps: number, first: number, count: number) => void;

/** `count` numbers at addresses; strides are bytes from one column's number to the next. */
type OnTables = (
  numbers: number,
  weights: number,
  weightStride: number,
  penalties: number,
  penaltyStride: number,
  out: number,
  count: number,
) => void;

/** A row of local costs between the features at x and those of `count` columns at y; `stride` is bytes from one feature to the next. */
type OnFeatures<Last extends readonly number[]> = (
  x: number,
  dimension: number,
  y: number,
  stride: number,
  count: number,
  out: number,
  ...last: Last
) => void;

/** What the general engine calls in the kernels' module: functions on addresses in its memory. Truth values are 0 and 1. */
export interface GeneralExports {
  readonly squaredRow: OnFeatures<[factor: number, isRoot: number]>;
  readonly productRow: OnFeatures<[offset: number]>;
  readonly cosineRow: OnFeatures<[squares: number]>;
  /** W·C + P. */
  readonly weighCosts: OnTables;
  /** K where weight and penalty are finite, else 0. */
  readonly maskFactors: OnTables;
  /** K = exp(-cost/γ) as extended numbers, with scale = -1/(γ·ln 2); whether every |cost·scale| was at most the limit. */
  readonly exponentiate: (costs: number, count: number, scale: number, limit: number, factors: number, exponents: number) => number;
  /** -γ·ln P. */
  readonly distances: (values: number, exponents: number, count: number, gamma: number, out: number) => void;

  // Softmin of any steps, by extended numbers or by logarithms.
  readonly forwardExtended: OnCells;
  readonly forwardLogarithm: (row: number, steps: number, first: number, count: number, gamma: number) => void;
  readonly backwardExtended: (row: number, steps: number, first: number, count: number, entropy: number) => void;
  readonly backwardLogarithm: (row: number, steps: number, first: number, count: number, entropy: number, gamma: number) => void;
  // Of (1,0), (0,1), (1,1) in this order, whether or not they share the cell's factor; of two or three steps from above.
  readonly forwardNeighbours: (row: number, first: number, count: number, shared: number) => void;
  readonly backwardNeighbours: (row: number, first: number, count: number, shared: number) => void;
  readonly forwardAdvancing: OnCells;
  readonly backwardAdvancing: OnCells;

  // Hardmin: D alone, with a byte a cell, with words; of two or three steps from above.
  readonly hardValues: OnCells;
  readonly hardBytes: (row: number, steps: number, first: number, count: number, codes: number) => void;
  readonly hardWords: (row: number, steps: number, first: number, count: number, codes: number, lane: number) => void;
  readonly hardAdvancingValues: OnCells;
  readonly hardAdvancingWords: (row: number, steps: number, first: number, count: number, codes: number, lane: number) => void;
  /** Positions of a strip; see `Strip`. */
  readonly advanceStrip: (strip: number, count: number) => void;
  /** The same where steps have costs of their own. */
  readonly advanceSeparateStrip: (strip: number, count: number) => void;
}
