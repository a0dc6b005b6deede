// What the general engine's kernels know of the row they work on. The host writes it before each row.

/** Where a step leads from the row's first cell, and what it costs. All of its rows go on with the columns. */
@unmanaged
export class Step {
  /** Scratch: the step's share of the cell. */
  share: f64;
  /** P or D of the predecessor. */
  values: usize;
  /** Exponents of P. */
  exponents: usize;
  /** K = exp(-cost/γ), or the cost itself. */
  factors: usize;
  factorExponents: usize;
  /** E of the predecessor; 0 for the start, which hands nothing on. */
  alignment: usize;
  /** Where to write what the step carries; 0 where nobody asks. */
  marginals: usize;
  /** Weights W of the step's cost; 0 where they do not count. */
  weights: usize;
  /** Bytes from one column's weight to the next: 8, or 0 where all are the same. */
  weightStride: usize;
}

/** Bytes from one step to the next. */
const STEP_BYTES: usize = 40;

@unmanaged
export class Row {
  /** ∂value/∂γ so far. */
  temperature: f64;
  values: usize;
  exponents: usize;
  alignment: usize;
  /** Where to write H; 0 where nobody asks, or where it is E. */
  gradient: usize;
}

/** Bytes from a row to its first step. */
const ROW_BYTES: usize = 24;

/** The row's step s. */
// @ts-ignore: decorator
@inline
export function stepOf(row: Row, s: i32): Step {
  return changetype<Step>(changetype<usize>(row) + ROW_BYTES + <usize>s * STEP_BYTES);
}

/** What reaches a cell from the end counts as 0 below this: denormal numbers are slow and of no consequence. */
const TINY: f64 = 1e-290;

// @ts-ignore: decorator
@inline
export function matters(alignment: f64): bool {
  return abs(alignment) > TINY;
}
