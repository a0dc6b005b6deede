import type { AlignmentProblem, AlignmentSolution, LatticeArray } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { refuse } from '../check.ts';

/** The arrays of a solution that are read as alignments. */
export type AlignmentName = 'gradient' | 'softAlignment';

/** A row (b, n) of the lattice: columns `first` to `last`; column m stands at `data[offset + m - first]`. */
export type RowVisitor = (b: number, n: number, first: number, last: number, data: ArrayLike<number>, offset: number) => void;

/**
 * The array of a solution that an analysis reads: there, of the problem's shape, with numbers that are at least 0.
 *
 * @throws InvalidArgumentError that names the request field to add, or the first bad cell [b, n, m]
 */
export function alignmentOf(problem: AlignmentProblem, solution: AlignmentSolution, name: AlignmentName): LatticeArray {
  if (typeof problem !== 'object' || problem === null) refuse('problem', problem, 'a problem of normaliseProblem');
  if (typeof solution !== 'object' || solution === null) refuse('solution', solution, 'the solution of the problem');
  const array = solution[name];
  if (array === undefined) {
    throw new InvalidArgumentError({
      argument: `solution.${name}`,
      found: 'absent',
      expected: `an array: solve with ${name}: true in the request`,
    });
  }
  const shape = [problem.batch, problem.rows, problem.columns];
  if (array.depth !== 1 || shape.some((side, axis) => side !== array.shape[axis])) {
    const found = `of shape [${array.shape.join(', ')}]`;
    throw new InvalidArgumentError({ argument: `solution.${name}`, found, expected: `of the problem's shape [${shape.join(', ')}]` });
  }
  visitRows(problem, array, (b, n, first, last, data, offset) => {
    for (let m = first; m <= last; m++) {
      const value = data[offset + m - first];
      if (value >= 0 && value < Infinity) continue;
      const expected = 'a finite number of at least 0 (smoothmin and negative upstream gradients make others)';
      refuse(`solution.${name}`, value, expected, [b, n, m]);
    }
  });
  return array;
}

/** Visits the rows inside each item's lengths; of a banded array the columns inside the band, which may be none. */
export function visitRows(problem: AlignmentProblem, array: LatticeArray, visit: RowVisitor): void {
  for (let b = 0; b < problem.batch; b++) visitItemRows(problem, array, b, visit);
}

/** The same for one item. */
export function visitItemRows(problem: AlignmentProblem, array: LatticeArray, b: number, visit: RowVisitor): void {
  const { rows, columns, rowLengths, columnLengths } = problem;
  const { band, data } = array;
  for (let n = 0; n < rowLengths[b]; n++) {
    const row = b * rows + n;
    if (band === undefined) visit(b, n, 0, columnLengths[b] - 1, data, row * columns);
    else visit(b, n, band.first[row], band.last[row], data, band.offset[row]);
  }
}
