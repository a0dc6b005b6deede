import type { Parameterization } from '@rubato/core';
import { checkNumber, checkOptions, checkWhole, isList, refuse } from '../check.ts';

export interface OtamOptions {
  /** N: the rows of the lattice, all items the same (padding included). */
  readonly rows: number;
  /** M: the columns of the lattice, likewise. */
  readonly columns: number;
  /** The rows of each item, where they differ. */
  readonly rowLengths?: ArrayLike<number>;
  /** γ > 0, in units of the cost. Default 0.1, that of the published code. */
  readonly temperature?: number;
}

/**
 * OTAM: the rows (frames of a query) are passed in order, the columns (frames of a support) too, and where in the query the support begins
 * and ends is left open.
 *
 * As published, the cost matrix gets a column of zeros on each side. D is 0 in the first; elsewhere
 * `D(n,m) = C(n,m) + softmin{D(n-1,m-1), D(n,m-1)}`, in the first column with costs and in the last of zeros `D(n-1,m)` too. Here the columns of
 * zeros are boundary conditions: all cells of the first column may start and all of the last may end, at a penalty of -γ ln 2, since zeros
 * can be entered or left straight or diagonally (not in the first row, or the last). Value, and gradients by C, are the same; not the
 * gradient by γ, on which the penalties depend. Published as the mean of both directions: the other has the cost transposed.
 * Source: Cao et al., "Few-shot video classification via temporal alignment", CVPR 2020, equations 7 to 10.
 *
 * @throws InvalidArgumentError for a wrong option
 *
 * @example
 * ```ts
 * import { otam } from '@rubato/analysis';
 * import { normaliseProblem, openReference } from '@rubato/core';
 * const cost = { kind: 'dense', data: Float64Array.of(9, 9, 0, 9, 9, 0, 9, 9), shape: [4, 2] } as const;
 * const problem = normaliseProblem({ ...otam({ rows: 4, columns: 2, temperature: 0.01 }), cost });
 * const { values } = openReference().solveSync(problem, {});
 * Math.abs(values[0]) < 0.05; // → true
 * ```
 */
export function otam(options: OtamOptions): Parameterization {
  checkOptions(options, ['rows', 'columns', 'rowLengths', 'temperature']);
  const { rows, columns, rowLengths, temperature = 0.1 } = options;
  checkWhole('options.rows', rows, 1, 2 ** 31 - 1);
  checkWhole('options.columns', columns, 1, 2 ** 31 - 1);
  checkNumber('options.temperature', temperature, 1e-100, 1e100);
  if (rowLengths !== undefined) {
    if (!isList(rowLengths) || rowLengths.length === 0) refuse('options.rowLengths', rowLengths, 'a whole number for each item');
    for (let b = 0; b < rowLengths.length; b++) checkWhole('options.rowLengths', rowLengths[b], 0, rows, [b]);
  }
  const lengths = rowLengths === undefined ? [rows] : Array.from(rowLengths);
  const twoWays = -temperature * Math.LN2;
  const start = new Float64Array(rows).fill(twoWays, 1);
  const end = new Float64Array(lengths.length * rows).fill(twoWays);
  lengths.forEach((length, b) => {
    if (length > 0) end[b * rows + length - 1] = 0;
  });
  // Going down is open in the first column only.
  const weights = new Float64Array(columns * 3).fill(1);
  for (let m = 1; m < columns; m++) weights[3 * m + 2] = Infinity;
  return Object.freeze({
    steps: [
      [1, 1],
      [0, 1],
      [1, 0],
    ] as const,
    stepWeights: { data: weights, shape: [1, 1, columns, 3] } as const,
    minimum: 'softmin',
    temperature,
    start: { set: 'firstColumn', penalty: { data: start, shape: [1, rows] } } as const,
    end: { set: 'lastColumn', penalty: { data: end, shape: [lengths.length, rows] } } as const,
  });
}
