/** Rounding of a row's log-probabilities in float32, generously. */
const ROUNDING_OF_ROW = 1e-4;

/**
 * Values that are negative logarithms of probabilities, in which rounding may have left a probability above 1: those become 0.
 * What lies farther below 0 is no rounding, and stays.
 */
export function notBelowZero(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  return Float64Array.from(values, (value, b) => (value < 0 && value > -ROUNDING_OF_ROW * rows[b] ? 0 : value));
}
