import { add, divide, lessThan, maximum, minimum, multiply, select, squareRoot, subtract, variable } from '@rubato/expression';
import type { Expression, Program } from '@rubato/expression';
import { anyNumber, leastSquare } from './domains.ts';
import { readParameters } from './parameters.ts';
import { costProgram, total, x as xValue, y as yValue } from './programs.ts';
import type { LocalCost } from './record.ts';

/**
 * Cosine distance: c(x, y) = 1 - ⟨x, y⟩/(|x||y|), between 0 and 2.
 *
 * Features are finite numbers. No parameters. Two zero rows cost 0, one zero row costs 1, and the gradient is 0 in
 * both cases; a row of norm at most 1e-140 counts as zero. Gradient (cos·x/|x| - y/|y|)/|x| for x, likewise for y.
 * Source: Müller, "Fundamentals of Music Processing", Springer 2015, chapter 3 (cosine distance of chroma features).
 *
 * @throws RangeError (from `prepare`) for any parameter
 *
 * @example
 * ```ts
 * import { cosine } from '@rubato/costs';
 * const cost = cosine.prepare({ name: 'cosine' }, 2);
 * const out = new Float64Array(3);
 * cost.row(Float64Array.of(3, 4), 0, Float64Array.of(1, 0, 0, 0, -6, -8), 0, 3, out, 0);
 * [...out]; // → [0.4, 1, 2]
 * ```
 */
export const cosine: LocalCost = {
  name: 'cosine',
  prepare(specification, dimension) {
    readParameters('cosine', specification, dimension, []);
    return {
      dimension,
      domain: () => anyNumber,
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        let xSquares = 0;
        for (let d = 0; d < dimension; d++) xSquares += x[xOffset + d] * x[xOffset + d];
        const xNorm = Math.sqrt(xSquares);
        for (let k = 0, offset = yOffset; k < count; k++, offset += dimension) {
          let product = 0;
          let ySquares = 0;
          for (let d = 0; d < dimension; d++) {
            const value = y[offset + d];
            product += x[xOffset + d] * value;
            ySquares += value * value;
          }
          if (xSquares > leastSquare && ySquares > leastSquare)
            out[outOffset + k] = Math.max(0, Math.min(2, 1 - product / (xNorm * Math.sqrt(ySquares))));
          else out[outOffset + k] = xSquares > leastSquare || ySquares > leastSquare ? 1 : 0;
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        let xSquares = 0;
        for (let d = 0; d < dimension; d++) xSquares += x[xOffset + d] * x[xOffset + d];
        if (xSquares <= leastSquare) return;
        const xNorm = Math.sqrt(xSquares);
        for (let k = 0; k < count; k++) {
          const scale = upstream[upstreamOffset + k];
          if (scale === 0) continue;
          const offset = yOffset + k * dimension;
          let product = 0;
          let ySquares = 0;
          for (let d = 0; d < dimension; d++) {
            const value = y[offset + d];
            product += x[xOffset + d] * value;
            ySquares += value * value;
          }
          if (ySquares <= leastSquare) continue;
          const across = scale / (xNorm * Math.sqrt(ySquares));
          const alongX = (across * product) / xSquares;
          const alongY = (across * product) / ySquares;
          const target = gradientYOffset + k * dimension;
          for (let d = 0; d < dimension; d++) {
            const xd = x[xOffset + d];
            const yd = y[offset + d];
            gradientX[gradientXOffset + d] += alongX * xd - across * yd;
            gradientY[target + d] += alongY * yd - across * xd;
          }
        }
      },
      program,
    };
  },
};

const product = variable('product');
const xSquares = variable('xSquares');
const ySquares = variable('ySquares');
const across = variable('across');
const hasX = lessThan(leastSquare, xSquares);
const hasY = lessThan(leastSquare, ySquares);
const hasBoth = multiply(hasX, hasY);
const slope = (own: Expression, ownSquares: Expression, other: Expression): Expression =>
  select(hasBoth, multiply(across, subtract(multiply(divide(product, ownSquares), own), other)), 0);

const program: Program = costProgram(
  [
    { name: 'product', expression: total(multiply(xValue, yValue)) },
    { name: 'xSquares', expression: total(multiply(xValue, xValue)) },
    { name: 'ySquares', expression: total(multiply(yValue, yValue)) },
    {
      name: 'across',
      expression: select(hasBoth, divide(1, multiply(squareRoot(xSquares), squareRoot(ySquares))), 0),
    },
  ],
  select(hasBoth, maximum(0, minimum(2, subtract(1, multiply(product, across)))), select(add(hasX, hasY), 1, 0)),
  slope(xValue, xSquares, yValue),
  slope(yValue, ySquares, xValue),
);
