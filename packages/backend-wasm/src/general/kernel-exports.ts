/** What the general engine calls in the kernels' module: functions on addresses in its memory. Those that answer whether answer 0 or 1. */
export interface GeneralExports {
  /** K = exp(-cost/γ) as extended numbers, with scale = -1/(γ·ln 2); whether every |cost·scale| was at most the limit. */
  exponentiate(costs: number, count: number, scale: number, limit: number, factors: number, exponents: number): number;
  /** W·C + P; strides in bytes. */
  weighCosts(
    costs: number,
    weights: number,
    weightStride: number,
    penalties: number,
    penaltyStride: number,
    out: number,
    count: number,
  ): void;
  /** K where weight and penalty are finite, else 0. */
  maskFactors(
    factors: number,
    weights: number,
    weightStride: number,
    penalties: number,
    penaltyStride: number,
    out: number,
    count: number,
  ): void;
  /** -γ·ln P. */
  distances(values: number, exponents: number, count: number, gamma: number, out: number): void;
  // Cells of a row, the first of them counted from the row's own first; see RowRecord.
  forwardExtended(row: number, steps: number, first: number, count: number): void;
  forwardLogarithm(row: number, steps: number, first: number, count: number, gamma: number): void;
  backwardExtended(row: number, steps: number, first: number, count: number, entropy: number): void;
  backwardLogarithm(row: number, steps: number, first: number, count: number, entropy: number, gamma: number): void;
  hardValues(row: number, steps: number, first: number, count: number): void;
  hardBytes(row: number, steps: number, first: number, count: number, codes: number): void;
  hardWords(row: number, steps: number, first: number, count: number, codes: number, lane: number): void;
  // Positions of a strip; see Strip.
  advanceStrip(strip: number, count: number): void;
  advanceSeparateStrip(strip: number, count: number): void;
}
