import type { Tensor1D } from '@tensorflow/tfjs-core';
import { greater, less, logicalAnd, tensor1d, where, zerosLike } from '@tensorflow/tfjs-core';

/** Rounding of a row's log-probabilities in float32, generously. */
const ROUNDING_OF_ROW = 1e-4;

/**
 * Values that are negative logarithms of probabilities, in which rounding may have left a probability above 1: those become 0.
 * What lies farther below 0 is no rounding, and stays.
 */
export function notBelowZero(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  return Float64Array.from(values, (value, b) => (value < 0 && value > -ROUNDING_OF_ROW * rows[b] ? 0 : value));
}

/** The same for values that stay in tensors. */
export function tensorNotBelowZero(values: Tensor1D, rows: Int32Array): Tensor1D {
  const least = tensor1d(Float32Array.from(rows, (count) => -ROUNDING_OF_ROW * count));
  return where(logicalAnd(less(values, 0), greater(values, least)), zerosLike(values), values);
}
