import { absolute as magnitude, lessThan, negate, subtract } from '@rubato/expression';
import type { Program } from '@rubato/expression';
import { anyNumber } from './domains.ts';
import { readParameters } from './parameters.ts';
import { costProgram, difference, total } from './programs.ts';
import type { LocalCost } from './record.ts';

/**
 * Sum of absolute differences (Manhattan distance): c(x, y) = Σ_d |x_d - y_d|.
 *
 * Features are finite numbers. No parameters. Gradient sign(x - y) for x, its negative for y; 0 in a dimension where
 * x_d = y_d.
 * Source: Müller, "Fundamentals of Music Processing", Springer 2015, chapter 3 (local cost measures of DTW).
 *
 * @throws RangeError (from `prepare`) for any parameter
 *
 * @example
 * ```ts
 * import { absolute } from '@rubato/costs';
 * const cost = absolute.prepare({ name: 'absolute' }, 2);
 * const out = new Float64Array(1);
 * cost.row(Float64Array.of(1, 2), 0, Float64Array.of(4, 6), 0, 1, out, 0);
 * out[0]; // → 7
 * ```
 */
export const absolute: LocalCost = {
  name: 'absolute',
  prepare(specification, dimension) {
    readParameters('absolute', specification, dimension, []);
    return {
      dimension,
      domain: () => anyNumber,
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        for (let k = 0, offset = yOffset; k < count; k++, offset += dimension) {
          let cost = 0;
          for (let d = 0; d < dimension; d++) cost += Math.abs(x[xOffset + d] - y[offset + d]);
          out[outOffset + k] = cost;
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        for (let k = 0; k < count; k++) {
          const scale = upstream[upstreamOffset + k];
          if (scale === 0) continue;
          const offset = yOffset + k * dimension;
          const target = gradientYOffset + k * dimension;
          for (let d = 0; d < dimension; d++) {
            const slope = scale * Math.sign(x[xOffset + d] - y[offset + d]);
            gradientX[gradientXOffset + d] += slope;
            gradientY[target + d] -= slope;
          }
        }
      },
      program,
    };
  },
};

const sign = subtract(lessThan(0, difference), lessThan(difference, 0));
const program: Program = costProgram([], total(magnitude(difference)), sign, negate(sign));
