/**
 * Gradients of losses end here, before weights (1e15), upstream gradients (1e60) and slopes of features (1e60) multiply them: so products
 * stay numbers, 0 times one is 0, and differences are no NaN. In float32 all of them are `Infinity` at the end all the same.
 */
const LARGEST_GRADIENT = 1e150;

/** A number within ±1e150. A solution in float32 says `Infinity` for what it cannot hold. */
export function saturate(value: number): number {
  return Math.max(-LARGEST_GRADIENT, Math.min(LARGEST_GRADIENT, value));
}

/** A solution's numbers in float64, each within ±1e150, to be computed with and rounded last. */
export function saturated(numbers: ArrayLike<number>): Float64Array {
  return Float64Array.from(numbers, saturate);
}
