import { divide, lessThan, multiply, negate, select, squareRoot, variable } from '@rubato/expression';
import type { Program } from '@rubato/expression';
import { anyNumber, leastSquare } from './domains.ts';
import { readParameters } from './parameters.ts';
import { costProgram, difference, total } from './programs.ts';
import type { LocalCost } from './record.ts';

/**
 * Euclidean distance: c(x, y) = √Σ_d (x_d - y_d)².
 *
 * Features are finite numbers. No parameters. Gradient (x - y)/|x - y| for x, its negative for y; at the kink x = y,
 * and for any distance of at most 1e-140, the gradient is 0.
 * Source: Müller, "Fundamentals of Music Processing", Springer 2015, chapter 3 (local cost measures of DTW).
 *
 * @throws RangeError (from `prepare`) for any parameter
 *
 * @example
 * ```ts
 * import { euclidean } from '@rubato/costs';
 * const cost = euclidean.prepare({ name: 'euclidean' }, 2);
 * const out = new Float64Array(1);
 * cost.row(Float64Array.of(1, 2), 0, Float64Array.of(4, 6), 0, 1, out, 0);
 * out[0]; // → 5
 * ```
 */
export const euclidean: LocalCost = {
  name: 'euclidean',
  prepare(specification, dimension) {
    readParameters('euclidean', specification, dimension, []);
    return {
      dimension,
      domain: () => anyNumber,
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        for (let k = 0, offset = yOffset; k < count; k++, offset += dimension) {
          let squares = 0;
          for (let d = 0; d < dimension; d++) {
            const residual = x[xOffset + d] - y[offset + d];
            squares += residual * residual;
          }
          out[outOffset + k] = Math.sqrt(squares);
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        for (let k = 0; k < count; k++) {
          const scale = upstream[upstreamOffset + k];
          if (scale === 0) continue;
          const offset = yOffset + k * dimension;
          let squares = 0;
          for (let d = 0; d < dimension; d++) {
            const residual = x[xOffset + d] - y[offset + d];
            squares += residual * residual;
          }
          if (squares <= leastSquare) continue;
          const factor = scale / Math.sqrt(squares);
          const target = gradientYOffset + k * dimension;
          for (let d = 0; d < dimension; d++) {
            const slope = factor * (x[xOffset + d] - y[offset + d]);
            gradientX[gradientXOffset + d] += slope;
            gradientY[target + d] -= slope;
          }
        }
      },
      program,
    };
  },
};

const squares = variable('squares');
const direction = select(lessThan(leastSquare, squares), divide(difference, squareRoot(squares)), 0);
const program: Program = costProgram(
  [{ name: 'squares', expression: total(multiply(difference, difference)) }],
  squareRoot(squares),
  direction,
  negate(direction),
);
