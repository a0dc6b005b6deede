import { checkPicture } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { PictureOptions } from '../page/page.ts';
import { checkMatrix, countMissing, type Matrix, matrixRows } from '../raster/matrix.ts';
import { blockMeans, MATRIX_PIXELS } from '../raster/raster.ts';
import { drawFigure } from './figure.ts';
import { checkMatrixAxes, type MatrixAxes, type Rates } from './matrix-page.ts';

/** What all pictures of a matrix over the lattice take. */
export interface MatrixPicture extends PictureOptions {
  /** Rows are elements of the prediction X, columns of the target Y. */
  readonly matrix: Matrix;
  /** A warping path over it: (row, column) pairs from 0. */
  readonly path?: ArrayLike<number>;
  /** What rows and columns are; defaults: X and Y, in frames. */
  readonly rowName?: string;
  readonly columnName?: string;
  readonly rowUnit?: string;
  readonly columnUnit?: string;
  /** A name for each row and each column, in place of numbers. */
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  /**
   * Frames a second of rows, of columns or of both: axes in time beside those in frames. Frame n lasts from n / rate to (n + 1) / rate
   * seconds, so that its number and a path through its cell stand half a frame after its start.
   */
  readonly rates?: Partial<Rates>;
  /** Draws rows to the right and columns upwards, as alignments of frames with labels are shown. Default: false. */
  readonly turned?: boolean;
}

/**
 * A cost matrix in the colours of viridis, dark where elements are alike, with a path over it. `[rows, columns]`.
 *
 * Every number has its cell, and the axes' numbers stand in the middle of cells. Matrices beyond 512 to a side are shown as means of
 * the finite numbers of blocks, and the line below the title says so. Where a few costs lie far out, colours run from the 2nd to the 98th
 * percentile and the bar has pointed ends. Infinite costs and NaN are grey, and counted below the title.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawCostMatrix } from '@rubato/plot';
 * const matrix = { data: [0, 1, 4, 1, 0, 1], rows: 2, columns: 3 };
 * const svg = drawCostMatrix({ matrix, path: [0, 0, 1, 1, 1, 2], title: 'Two sequences' });
 * svg.startsWith('<svg'); // → true
 * ```
 */
export function drawCostMatrix(picture: MatrixPicture): string {
  return drawMatrix(picture, 'Cost matrix', 'cost');
}

/**
 * The accumulated cost D of a dynamic programme, `[rows, columns]`, drawn as {@link drawCostMatrix} draws costs. Cells that no path
 * reaches are infinite: grey.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawAccumulatedCost } from '@rubato/plot';
 * const matrix = { data: [0, Infinity, 1, 0], rows: 2, columns: 2 };
 * drawAccumulatedCost({ matrix }).includes('grey: 1 infinite'); // → true
 * ```
 */
export function drawAccumulatedCost(picture: MatrixPicture): string {
  return drawMatrix(picture, 'Accumulated cost', 'accumulated cost');
}

function drawMatrix(picture: MatrixPicture, title: string, quantity: string): string {
  checkMatrixPicture(picture);
  const { matrix, turned = false } = picture;
  const raster = blockMeans(matrixRows(matrix, turned), MATRIX_PIXELS);
  return drawFigure({ ...latticeOf(picture, title), raster, missing: countMissing(matrix.data), quantity });
}

/** What every picture of a lattice refuses. */
export function checkMatrixPicture(picture: MatrixPicture): void {
  checkPicture(picture);
  const { matrix, turned } = picture;
  checkMatrix('matrix', matrix);
  checkMatrixAxes({ ...picture, rows: matrix.rows, columns: matrix.columns });
  if (turned !== undefined && typeof turned !== 'boolean') throw new PlotError('turned', 'is neither', 'true or false');
}

/** Sides, names and path as they are drawn: rows upwards, columns to the right. */
export type DrawnLattice = MatrixAxes & { readonly title: string; readonly subtitle: string; readonly path: ArrayLike<number> };

export function latticeOf(picture: MatrixPicture, title: string): DrawnLattice {
  const { matrix, path = [], rates = {} } = picture;
  const rows = { count: matrix.rows, name: picture.rowName ?? 'X', unit: picture.rowUnit, labels: picture.rowLabels, rate: rates.rows };
  const columns = {
    count: matrix.columns,
    name: picture.columnName ?? 'Y',
    unit: picture.columnUnit,
    labels: picture.columnLabels,
    rate: rates.columns,
  };
  const turned = picture.turned === true;
  const [up, across] = turned ? [columns, rows] : [rows, columns];
  return {
    title: picture.title ?? title,
    subtitle: picture.subtitle ?? `${matrix.rows} × ${matrix.columns} cells`,
    rows: up.count,
    columns: across.count,
    rowName: up.name,
    columnName: across.name,
    ...(up.unit === undefined ? {} : { rowUnit: up.unit }),
    ...(across.unit === undefined ? {} : { columnUnit: across.unit }),
    ...(up.labels === undefined ? {} : { rowLabels: up.labels }),
    ...(across.labels === undefined ? {} : { columnLabels: across.labels }),
    rates: { ...(up.rate === undefined ? {} : { rows: up.rate }), ...(across.rate === undefined ? {} : { columns: across.rate }) },
    path: turned ? Array.from(path, (_, i) => path[i ^ 1]) : path,
    ...(picture.theme === undefined ? {} : { theme: picture.theme }),
  };
}
