import type { LocalCost } from './record.ts';
import { scaledSquares } from './scaled-squares.ts';

/**
 * Squared Euclidean distance without a factor: c(x, y) = Σ_d (x_d - y_d)².
 *
 * Features are finite numbers. No parameters. Gradient 2(x - y) for x, its negative for y.
 * Source: Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017.
 *
 * @throws RangeError (from `prepare`) for any parameter
 *
 * @example
 * ```ts
 * import { squaredEuclidean } from '@rubato/costs';
 * const cost = squaredEuclidean.prepare({ name: 'squaredEuclidean' }, 2);
 * const out = new Float64Array(2);
 * cost.row(Float64Array.of(1, 2), 0, Float64Array.of(1, 2, 4, 6), 0, 2, out, 0);
 * [...out]; // → [0, 25]
 * ```
 */
export const squaredEuclidean: LocalCost = scaledSquares('squaredEuclidean', 1);
