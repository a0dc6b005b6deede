import type { Program } from '@rubato/expression';

/** A local cost by name, with its parameters: plain data, as a problem holds it. */
export interface LocalCostSpecification {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, number | string>>;
  /** For `weightedSum` only: the costs to add, each on its own range of feature dimensions `[first, last)`. */
  readonly terms?: readonly WeightedCostTerm[];
}

/** One term of a weighted sum of local costs. */
export interface WeightedCostTerm {
  readonly cost: LocalCostSpecification;
  /** A weight from 0 to 1e15. A term of weight 0 is skipped, even where its cost is infinite. */
  readonly weight: number;
  /** The first feature dimension of the term, default 0. */
  readonly first?: number;
  /** One past the last feature dimension of the term, default D. */
  readonly last?: number;
}

/** What the elements of a sequence must be, so that no cost is NaN: bounds that are themselves allowed. */
export interface FeatureDomain {
  readonly least: number;
  readonly most: number;
  /** In words, for the error message: "a probability between 0 and 1". */
  readonly description: string;
}

/** Numbers in either precision. */
export type FloatArray = Float32Array | Float64Array;

/** A local cost function c(x, y) as a record. */
export interface LocalCost {
  readonly name: string;
  /**
   * Fixes parameters and the feature dimension D.
   *
   * @param records where a cost made of other costs (`weightedSum`) looks them up by name; the others ignore it
   * @throws RangeError that names the parameter when one is unknown or out of range
   */
  prepare(specification: LocalCostSpecification, dimension: number, records?: Readonly<Record<string, LocalCost>>): PreparedCost;
}

/**
 * A local cost with its parameters and dimension fixed: costs of one row of X against many rows of Y, and their
 * pullback. It may keep scratch memory of its own, so one thread uses one; nothing is carried from one call to the
 * next.
 */
export interface PreparedCost {
  readonly dimension: number;
  /** The domain of dimension d of X and of Y. */
  domain(sequence: 'x' | 'y', d: number): FeatureDomain;
  /**
   * Checks what no single element shows (for example that a row of Y is one-hot or all zero).
   * Absent where there is nothing to check.
   * @returns undefined when the row is fine, else what is wrong with it, in words
   */
  readonly rowProblem?: (sequence: 'x' | 'y', values: FloatArray, offset: number) => string | undefined;
  /**
   * out[outOffset + k] = c(x row at xOffset, y row at yOffset + k·D) for k in [0, count). `Infinity` forbids; never
   * NaN inside the domain. Allocates nothing.
   */
  row(x: FloatArray, xOffset: number, y: FloatArray, yOffset: number, count: number, out: FloatArray, outOffset: number): void;
  /**
   * Adds the gradient of Σ_k upstream[upstreamOffset + k]·c(x, y_k) to gradientX (D values at gradientXOffset) and to
   * gradientY (count rows of D values at gradientYOffset). Where upstream is 0 nothing is added, whatever the
   * derivative. Allocates nothing.
   */
  pullback(
    x: FloatArray,
    xOffset: number,
    y: FloatArray,
    yOffset: number,
    count: number,
    upstream: FloatArray,
    upstreamOffset: number,
    gradientX: Float64Array,
    gradientXOffset: number,
    gradientY: Float64Array,
    gradientYOffset: number,
  ): void;
  /**
   * The definition as an expression tree, for backends that print code. Inputs: `x` and `y` (indexed `d`); outputs:
   * `cost`, `gradientX` and `gradientY` (indexed `d`; ∂c/∂x_d, ∂c/∂y_d). Absent where there is none.
   */
  readonly program?: Program;
}
