import type { AlignmentProblem, InputGradient, LatticeArray } from '@rubato/core';
import { bandedRowStarts, latticeLayout, toDense, UnsupportedError } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { localCosts, prepareLocalCost } from '@rubato/costs';

/**
 * Carries a gradient by the cost of each cell back to the cost's own arrays.
 *
 * dense, banded: the gradient as it stands; gathered: `∂/∂values[n, k] = Σ_{m: index(m) = k} G(n, m)`; features:
 * `∂/∂x_n = Σ_m G(n, m)·∂c/∂x(x_n, y_m)` and the same for y.
 *
 * @param gradient G on the cells of the problem
 * @param costs local costs beside the built-in ones
 * @throws UnsupportedError for device costs, which have no arrays
 */
export function pullBack(problem: AlignmentProblem, gradient: LatticeArray, costs?: Readonly<Record<string, LocalCost>>): InputGradient {
  const { cost, rows, columns, batch } = problem;
  const { first, last, offset } = latticeLayout(problem);
  const Numbers = problem.precision === 'float32' ? Float32Array : Float64Array;
  switch (cost.kind) {
    case 'dense':
      return { kind: 'dense', data: toDense(gradient).slice() };
    case 'banded': {
      const data = new Numbers(cost.data.length);
      const starts = bandedRowStarts(cost);
      for (let row = 0; row < batch * rows; row++) {
        const from = starts[row] - cost.first[row];
        for (let m = first[row]; m <= last[row]; m++) data[from + m] = gradient.data[offset[row] + m - first[row]];
      }
      return { kind: 'banded', data };
    }
    case 'gathered': {
      const values = new Float64Array(cost.values.length);
      for (let row = 0; row < batch * rows; row++) {
        const labels = Math.floor(row / rows) * columns;
        for (let m = first[row]; m <= last[row]; m++) {
          values[row * cost.classes + cost.index[labels + m]] += gradient.data[offset[row] + m - first[row]];
        }
      }
      return { kind: 'gathered', values: convert(values) };
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
        prepared.pullback(x, xOffset, y, yOffset, width, gradient.data, offset[row], gradientX, xOffset, gradientY, yOffset);
      }
      return { kind: 'features', x: convert(gradientX), y: convert(gradientY) };
    }
    case 'device':
      throw new UnsupportedError('pullBack', `costs on the device of backend ${cost.backend} have no arrays to take a gradient by`);
  }

  function convert(values: Float64Array): Float32Array | Float64Array {
    return problem.precision === 'float32' ? Float32Array.from(values) : values;
  }
}
