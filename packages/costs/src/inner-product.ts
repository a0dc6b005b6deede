import { multiply, negate, subtract } from '@rubato/expression';
import { anyNumber } from './domains.ts';
import { readParameters } from './parameters.ts';
import { costProgram, total, x as xValue, y as yValue } from './programs.ts';
import type { LocalCost } from './record.ts';

/**
 * An offset minus the inner product: c(x, y) = offset - ⟨x, y⟩.
 *
 * Features are finite numbers; for rows of norm 1 the default offset of 2 gives costs between 1 and 3. Parameter
 * `offset`: any finite number, default 2; costs may be negative. Gradient -y for x, -x for y.
 * Source: Müller, Özer, Krause, Prätzlich & Driedger, "Sync Toolbox: a Python package for efficient, robust, and
 * accurate music synchronization", Journal of Open Source Software 6(64), 2021 (the cost of normalised chroma
 * features).
 *
 * @throws RangeError (from `prepare`) when `offset` is not a finite number, or for any other parameter
 *
 * @example
 * ```ts
 * import { innerProduct } from '@rubato/costs';
 * const cost = innerProduct.prepare({ name: 'innerProduct' }, 2);
 * const out = new Float64Array(2);
 * cost.row(Float64Array.of(0.6, 0.8), 0, Float64Array.of(0.6, 0.8, 1, 0), 0, 2, out, 0);
 * [...out]; // → [1, 1.4]
 * ```
 */
export const innerProduct: LocalCost = {
  name: 'innerProduct',
  prepare(specification, dimension) {
    const offset = readParameters('innerProduct', specification, dimension, ['offset']).number(
      'offset',
      2,
      Number.isFinite,
      'a finite number',
    );
    return {
      dimension,
      domain: () => anyNumber,
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        for (let k = 0, start = yOffset; k < count; k++, start += dimension) {
          let product = 0;
          for (let d = 0; d < dimension; d++) product += x[xOffset + d] * y[start + d];
          out[outOffset + k] = offset - product;
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        for (let k = 0; k < count; k++) {
          const scale = upstream[upstreamOffset + k];
          if (scale === 0) continue;
          const start = yOffset + k * dimension;
          const target = gradientYOffset + k * dimension;
          for (let d = 0; d < dimension; d++) {
            gradientX[gradientXOffset + d] -= scale * y[start + d];
            gradientY[target + d] -= scale * x[xOffset + d];
          }
        }
      },
      program: costProgram([], subtract(offset, total(multiply(xValue, yValue))), negate(yValue), negate(xValue)),
    };
  },
};
