import type { LocalCost } from '@rubato/costs';
import type { DenseCost } from '../problem/cost.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { createCostReader } from './cost-reader.ts';
import { latticeLayout } from './layout.ts';

/**
 * The cost of any kind but `device` as a dense matrix in the problem's precision, `Infinity` outside band and lengths.
 *
 * @throws UnsupportedError for a `device` cost
 *
 * @example
 * ```ts
 * import { densify, normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'features', x: Float64Array.of(0, 3), y: Float64Array.of(1, 3), shape: [2, 2], dimension: 1,
 *   localCost: { name: 'squaredEuclidean' } } as const;
 * Array.from(densify(normaliseProblem({ cost, steps: [[1, 1]] })).data); // → [1, 9, 4, 0]
 * ```
 */
export function densify(problem: AlignmentProblem, costs?: Readonly<Record<string, LocalCost>>): DenseCost {
  const { batch, rows, columns, precision } = problem;
  const layout = latticeLayout(problem);
  const read = createCostReader(problem, costs);
  const size = batch * rows * columns;
  const data = (precision === 'float32' ? new Float32Array(size) : new Float64Array(size)).fill(Infinity);
  const scratch = new Float64Array(columns);
  for (let row = 0; row < batch * rows; row++) {
    const first = layout.first[row];
    const last = layout.last[row];
    if (last < first) continue;
    read(Math.floor(row / rows), row % rows, first, last, scratch, 0);
    data.set(scratch.subarray(0, last - first + 1), row * columns + first);
  }
  return Object.freeze({ kind: 'dense', data, shape: [batch, rows, columns] as const });
}
