import type { AlignmentProblem } from '@rubato/core';
import { latticeLayout } from '@rubato/core';

/** Divides numbers on cells, in the order of `latticeLayout(problem)`, by a number for each item: in place. */
export function divideItems(problem: AlignmentProblem, numbers: Float64Array, divisors: ArrayLike<number>): Float64Array {
  const { first, last, offset } = latticeLayout(problem);
  for (let row = 0; row < first.length; row++) {
    const divisor = divisors[Math.floor(row / problem.rows)];
    const end = offset[row] + last[row] - first[row];
    for (let cell = offset[row]; cell <= end; cell++) numbers[cell] /= divisor;
  }
  return numbers;
}
