import { checkCount, checkLength, checkObject } from '../check.ts';
import type { RowSource } from './raster.ts';

/** A matrix in one flat list, row by row: `data[row·columns + column]`. */
export interface Matrix {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** @throws PlotError for sides that are no counts, and another number of numbers */
export function checkMatrix(argument: string, matrix: Matrix): void {
  checkObject(argument, matrix);
  const { data, rows, columns } = matrix;
  checkCount(`${argument}.rows`, rows);
  checkCount(`${argument}.columns`, columns);
  checkLength(`${argument}.data`, data, rows * columns, 'rows times columns');
}

/**
 * A matrix as rows to be read.
 *
 * @param turned whether columns are read in place of rows
 * @param keep which rows and columns of the matrix count; others are no numbers
 */
export function matrixRows({ data, rows, columns }: Matrix, turned = false, keep?: (row: number, column: number) => boolean): RowSource {
  const [height, width] = turned ? [columns, rows] : [rows, columns];
  return {
    rows: height,
    columns: width,
    first: new Int32Array(height),
    last: new Int32Array(height).fill(width - 1),
    read(n, out) {
      for (let m = 0; m < width; m++) {
        const [row, column] = turned ? [m, n] : [n, m];
        out[m] = keep === undefined || keep(row, column) ? data[row * columns + column] : NaN;
      }
    },
  };
}

/** What stands in a matrix that is no finite number. */
export interface Missing {
  readonly nan: number;
  readonly infinite: number;
}

export function countMissing(data: ArrayLike<number>): Missing {
  let nan = 0;
  let infinite = 0;
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i])) nan++;
    else if (!Number.isFinite(data[i])) infinite++;
  }
  return { nan, infinite };
}
