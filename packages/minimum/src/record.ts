import type { Program } from '@rubato/expression';

/**
 * A differentiable minimum function μ_γ of a list of candidates, as a record.
 *
 * All methods read `count` candidates `x[0…count)` and write into arrays that the caller owns, so that a solver
 * allocates nothing in its loops. A candidate of `Infinity` is forbidden: it contributes nothing and gets weight 0.
 * When all are forbidden the value is `Infinity` and all weights are 0. `temperature` is γ > 0.
 * Nothing is checked: whoever calls has refused NaN, `-Infinity` and γ ≤ 0 before.
 */
export interface MinimumFunction {
  /** The name that problems use, for example `softmin`. */
  readonly name: string;
  /** Whether the value depends on γ. */
  readonly usesTemperature: boolean;
  /** Whether the weights are a probability distribution. False for smoothmin, whose weights may be negative. */
  readonly weightsOnSimplex: boolean;
  /** Whether μ of partial μs is μ of all: then the recursion over a graph equals the minimum over all its paths. */
  readonly associative: boolean;

  /** Writes the gradient ∂μ/∂x into `weights[0…count)` and returns the value μ_γ(x). */
  evaluate(candidates: Float64Array, count: number, temperature: number, weights: Float64Array): number;

  /**
   * ∂μ/∂γ at fixed candidates, from the stable entropy form. `weights` is what `evaluate` wrote for the same
   * candidates.
   */
  temperatureDerivative(candidates: Float64Array, count: number, temperature: number, weights: Float64Array): number;

  /**
   * Second-order product: writes ∇²μ(x)·z into `product[0…count)`, z = `direction`. Entries of z at forbidden
   * candidates are ignored. `weights` is what `evaluate` wrote for the same candidates.
   */
  secondOrderProduct(
    candidates: Float64Array,
    count: number,
    temperature: number,
    weights: Float64Array,
    direction: Float64Array,
    product: Float64Array,
  ): void;

  /**
   * The convex regulariser Ω with μ_γ(x) = min over q in the simplex of ⟨q, x⟩ + γ·Ω(q); absent where there is none.
   * `Infinity` outside the simplex.
   */
  readonly regulariser?: (weights: ArrayLike<number>) => number;

  /**
   * The definition as an expression tree, for backends that print code. A minimum without one still works on the CPU
   * backend, and one without an optional output wherever nobody asks for that output.
   *
   * Inputs: `x` (indexed `i`, all finite; a forbidden candidate is one far above γ, and its weight must vanish),
   * `gamma`, and for `product` alone `z` (indexed `i`; 0 at a forbidden candidate). Outputs: `value` μ_γ(x), `weight`
   * (indexed `i`) ∂μ/∂x_i; optional: `temperatureDerivative` ∂μ/∂γ, and `product` (indexed `i`), entry i of ∇²μ(x)·z.
   * All indices run over the candidates.
   */
  readonly program?: Program;
}
