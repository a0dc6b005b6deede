import type { LocalCost } from './record.ts';
import { scaledSquares } from './scaled-squares.ts';

/**
 * Half the squared Euclidean distance: c(x, y) = ½ Σ_d (x_d - y_d)².
 *
 * Features are finite numbers. No parameters. Gradient x - y for x, its negative for y, which is what makes modified
 * targets weighted means of Y.
 * Sources: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021; Zeitler & Müller,
 * "Reformulating soft dynamic time warping", ISMIR 2025.
 *
 * @throws RangeError (from `prepare`) for any parameter
 *
 * @example
 * ```ts
 * import { halfSquaredEuclidean } from '@rubato/costs';
 * const cost = halfSquaredEuclidean.prepare({ name: 'halfSquaredEuclidean' }, 2);
 * const out = new Float64Array(1);
 * cost.row(Float64Array.of(1, 2), 0, Float64Array.of(4, 6), 0, 1, out, 0);
 * out[0]; // → 12.5
 * ```
 */
export const halfSquaredEuclidean: LocalCost = scaledSquares('halfSquaredEuclidean', 0.5);
