import { absolute as magnitude, maximum, minimum, multiply, negate, subtract } from '@rubato/expression';
import type { Program } from '@rubato/expression';
import { anyNumber } from './domains.ts';
import { readParameters } from './parameters.ts';
import { costProgram, difference, total } from './programs.ts';
import type { LocalCost } from './record.ts';

/**
 * Huber's function of each difference r_d = x_d - y_d, summed: c(x, y) = Σ_d h(r_d) with h(r) = ½r² for |r| ≤ δ and
 * δ(|r| - ½δ) beyond.
 *
 * Features are finite numbers. Parameter `delta`: δ > 0, finite, default 1, in the unit of the features. Gradient r
 * clipped to [-δ, δ] for x, its negative for y.
 * Source: Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35(1), 1964.
 *
 * @throws RangeError (from `prepare`) when `delta` is not a finite number above 0, or for any other parameter
 *
 * @example
 * ```ts
 * import { huber } from '@rubato/costs';
 * const cost = huber.prepare({ name: 'huber', parameters: { delta: 1 } }, 2);
 * const out = new Float64Array(1);
 * cost.row(Float64Array.of(0, 0), 0, Float64Array.of(0.5, 3), 0, 1, out, 0);
 * out[0]; // → 2.625
 * ```
 */
export const huber: LocalCost = {
  name: 'huber',
  prepare(specification, dimension) {
    const delta = readParameters('huber', specification, dimension, ['delta']).number(
      'delta',
      1,
      (value) => value > 0 && value < Infinity,
      'a finite number above 0',
    );
    return {
      dimension,
      domain: () => anyNumber,
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        for (let k = 0, offset = yOffset; k < count; k++, offset += dimension) {
          let cost = 0;
          for (let d = 0; d < dimension; d++) {
            // With m = min(|r|, δ) both branches are m(|r| - ½m).
            const size = Math.abs(x[xOffset + d] - y[offset + d]);
            const clipped = Math.min(size, delta);
            cost += clipped * (size - 0.5 * clipped);
          }
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
            const residual = x[xOffset + d] - y[offset + d];
            const slope = scale * Math.max(-delta, Math.min(delta, residual));
            gradientX[gradientXOffset + d] += slope;
            gradientY[target + d] -= slope;
          }
        }
      },
      program: huberProgram(delta),
    };
  },
};

function huberProgram(delta: number): Program {
  const size = magnitude(difference);
  const clipped = minimum(size, delta);
  const slope = maximum(-delta, minimum(delta, difference));
  return costProgram([], total(multiply(clipped, subtract(size, multiply(0.5, clipped)))), slope, negate(slope));
}
