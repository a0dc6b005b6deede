import type { AlignmentProblem } from '@rubato/core';
import { latticeLayout } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { checkList, checkNumber, refuse } from '../check.ts';

/** Sums of products of such penalties with a soft alignment do not overflow. */
const LARGEST_PENALTY = 1e60;

/**
 * A penalty on cells as a direction of derivatives, shape [B, N, M]: that of all items where one matrix [N, M] is given.
 * Like every input it may hold anything outside an item's cells.
 *
 * @throws InvalidArgumentError naming the first cell whose penalty is no number within ±1e60
 */
export function readCellPenalty(problem: AlignmentProblem, penalty: unknown): FloatArray {
  const { batch, rows, columns } = problem;
  const size = rows * columns;
  if (!(penalty instanceof Float64Array || penalty instanceof Float32Array)) refuse('penalty', penalty, 'a Float32Array or Float64Array');
  if (penalty.length !== size) checkList('penalty', penalty, batch * size);
  const direction = penalty.length === batch * size ? penalty : new Float64Array(batch * size);
  if (direction !== penalty) for (let b = 0; b < batch; b++) direction.set(penalty, b * size);
  const { first, last } = latticeLayout(problem);
  for (let row = 0; row < batch * rows; row++) {
    for (let m = first[row]; m <= last[row]; m++) {
      const value = direction[row * columns + m];
      if (Math.abs(value) <= LARGEST_PENALTY) continue;
      checkNumber('penalty', value, -LARGEST_PENALTY, LARGEST_PENALTY, [Math.floor(row / rows), row % rows, m]);
    }
  }
  return direction;
}

/** `⟨Ω, E⟩` of each item, over its own cells. */
export function innerProducts(problem: AlignmentProblem, penalty: FloatArray, alignment: FloatArray): Float64Array {
  const { batch, rows, columns } = problem;
  const { first, last, offset } = latticeLayout(problem);
  const products = new Float64Array(batch);
  for (let row = 0; row < batch * rows; row++) {
    let sum = 0;
    for (let m = first[row]; m <= last[row]; m++) sum += penalty[row * columns + m] * alignment[offset[row] + m - first[row]];
    products[Math.floor(row / rows)] += sum;
  }
  return products;
}
