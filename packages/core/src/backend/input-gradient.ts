import type { LocalCost } from '@rubato/costs';
import { bandedRowStarts } from '../lattice/cost-reader.ts';
import { prepareFeatures } from '../problem/normalise-cost.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { InputGradient } from './solution.ts';

/** Pulls rows of H back to the cost's own arrays. */
export interface InputGradientCollector {
  /** Takes H of row n of item b, columns first to last, at `gradient[offset + m - first]`. */
  row(b: number, n: number, first: number, last: number, gradient: Float64Array, offset: number): void;
  finish(convert: (values: Float64Array) => Float32Array | Float64Array): InputGradient;
}

/** A collector for the problem's cost kind. */
export function createInputGradient(problem: AlignmentProblem, costs?: Readonly<Record<string, LocalCost>>): InputGradientCollector {
  const { cost, rows, columns } = problem;
  switch (cost.kind) {
    case 'dense':
    case 'banded': {
      const data = new Float64Array(cost.data.length);
      const starts = cost.kind === 'banded' ? bandedRowStarts(cost) : undefined;
      return {
        row(b, n, first, last, gradient, offset) {
          const row = b * rows + n;
          const start = cost.kind === 'banded' ? starts![row] - cost.first[row] : row * columns;
          for (let m = first; m <= last; m++) data[start + m] = gradient[offset + m - first];
        },
        finish: (convert) => ({ kind: cost.kind, data: convert(data) }),
      };
    }
    case 'gathered': {
      const { classes, index } = cost;
      const values = new Float64Array(cost.values.length);
      return {
        row(b, n, first, last, gradient, offset) {
          const start = (b * rows + n) * classes;
          for (let m = first; m <= last; m++) values[start + index[b * columns + m]] += gradient[offset + m - first];
        },
        finish: (convert) => ({ kind: 'gathered', values: convert(values) }),
      };
    }
    case 'features': {
      const { x, y, dimension } = cost;
      const prepared = prepareFeatures(cost, costs);
      const gradientX = new Float64Array(x.length);
      const gradientY = new Float64Array(y.length);
      return {
        row(b, n, first, last, gradient, offset) {
          if (last < first) return;
          const xOffset = (b * rows + n) * dimension;
          const yOffset = (b * columns + first) * dimension;
          prepared.pullback(x, xOffset, y, yOffset, last - first + 1, gradient, offset, gradientX, xOffset, gradientY, yOffset);
        },
        finish: (convert) => ({ kind: 'features', x: convert(gradientX), y: convert(gradientY) }),
      };
    }
    case 'device':
      throw noArrays();
  }
}

/** Zeros for the gradient by a cost's own arrays, in the problem's precision. */
export function zeroInputGradient({ cost, precision }: AlignmentProblem): InputGradient {
  const Numbers = precision === 'float32' ? Float32Array : Float64Array;
  switch (cost.kind) {
    case 'dense':
    case 'banded':
      return { kind: cost.kind, data: new Numbers(cost.data.length) };
    case 'gathered':
      return { kind: 'gathered', values: new Numbers(cost.values.length) };
    case 'features':
      return { kind: 'features', x: new Numbers(cost.x.length), y: new Numbers(cost.y.length) };
    case 'device':
      throw noArrays();
  }
}

function noArrays(): TypeError {
  return new TypeError('a device cost has no arrays to take a gradient by; supports() declines it');
}
