import { constant, multiply } from '@rubato/expression';
import { anyNumber } from './domains.ts';
import { readParameters } from './parameters.ts';
import { costProgram, difference, total } from './programs.ts';
import type { LocalCost } from './record.ts';

/** The record of scale·Σ_d (x_d - y_d)²: what the two conventions for the squared Euclidean distance share. */
export function scaledSquares(name: string, scale: number): LocalCost {
  return {
    name,
    prepare(specification, dimension) {
      readParameters(name, specification, dimension, []);
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
            out[outOffset + k] = scale * squares;
          }
        },
        pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
          for (let k = 0; k < count; k++) {
            const factor = 2 * scale * upstream[upstreamOffset + k];
            if (factor === 0) continue;
            const offset = yOffset + k * dimension;
            const target = gradientYOffset + k * dimension;
            for (let d = 0; d < dimension; d++) {
              const slope = factor * (x[xOffset + d] - y[offset + d]);
              gradientX[gradientXOffset + d] += slope;
              gradientY[target + d] -= slope;
            }
          }
        },
        program: costProgram(
          [],
          multiply(constant(scale), total(multiply(difference, difference))),
          multiply(2 * scale, difference),
          multiply(-2 * scale, difference),
        ),
      };
    },
  };
}
