import type { AlignmentProblem, InputGradient, LatticeLayout } from '@rubato/core';
import { bandedRowStarts, UnsupportedError } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { localCosts, prepareLocalCost } from '@rubato/costs';

/**
 * Carries a gradient by the cost of each cell back to the cost's own arrays.
 *
 * dense, banded: the gradient as it stands; gathered: `∂/∂values[n, k] = Σ_{m: index(m) = k} G(n, m)`; features:
 * `∂/∂x_n = Σ_m G(n, m)·∂c/∂x(x_n, y_m)` and the same for y.
 *
 * @param gradient G on the cells of the layout, in float64: sums are rounded last
 * @param costs local costs beside the built-in ones
 * @throws UnsupportedError for device costs, which have no arrays
 */
export function pullBack(
  { cost, rows, columns, batch, precision }: AlignmentProblem,
  { first, last, offset }: LatticeLayout,
  gradient: Float64Array,
  costs?: Readonly<Record<string, LocalCost>>,
): InputGradient {
  const Numbers = precision === 'float32' ? Float32Array : Float64Array;
  switch (cost.kind) {
    case 'dense':
    case 'banded': {
      const data = new Numbers(cost.data.length);
      const starts = cost.kind === 'banded' ? bandedRowStarts(cost) : undefined;
      for (let row = 0; row < batch * rows; row++) {
        const from = starts === undefined || cost.kind === 'dense' ? row * columns : starts[row] - cost.first[row];
        for (let m = first[row]; m <= last[row]; m++) data[from + m] = gradient[offset[row] + m - first[row]];
      }
      return { kind: cost.kind, data };
    }
    case 'gathered': {
      const values = new Float64Array(cost.values.length);
      for (let row = 0; row < batch * rows; row++) {
        const labels = Math.floor(row / rows) * columns;
        for (let m = first[row]; m <= last[row]; m++) {
          values[row * cost.classes + cost.index[labels + m]] += gradient[offset[row] + m - first[row]];
        }
      }
      return { kind: 'gathered', values: new Numbers(values) };
    }
    case 'features': {
      const { x, y, dimension } = cost;
      const prepared = prepareLocalCost(cost.localCost, dimension, { ...localCosts, ...costs });
      const gradientX = new Float64Array(x.length);
      const gradientY = new Float64Array(y.length);
      for (let row = 0; row < batch * rows; row++) {
        const width = last[row] - first[row] + 1;
        if (width <= 0) continue;
        const yOffset = (Math.floor(row / rows) * columns + first[row]) * dimension;
        const xOffset = row * dimension;
        prepared.pullback(x, xOffset, y, yOffset, width, gradient, offset[row], gradientX, xOffset, gradientY, yOffset);
      }
      return { kind: 'features', x: new Numbers(gradientX), y: new Numbers(gradientY) };
    }
    case 'device':
      throw new UnsupportedError('pullBack', `costs on the device of backend ${cost.backend} have no arrays to take a gradient by`);
  }
}
