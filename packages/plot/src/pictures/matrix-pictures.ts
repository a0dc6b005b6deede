import { checkPath, checkRate } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { PictureOptions } from '../page/page.ts';
import { checkMatrix, countMissing, type Matrix, matrixRows } from '../raster/matrix.ts';
import { blockMeans } from '../raster/raster.ts';
import { drawFigure } from './figure.ts';
import type { MatrixPage, Rates } from './matrix-page.ts';

/** The longest side of an embedded picture, in pixels: beyond it pixels are means. */
export const MOST_PIXELS = 512;

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
  /** Frames a second of rows, of columns or of both: axes in time beside those in frames. */
  readonly rates?: Partial<Rates>;
  /** Draws rows to the right and columns upwards, as alignments of frames with labels are shown. Default: false. */
  readonly turned?: boolean;
}

/**
 * A cost matrix in the colours of viridis, dark where elements are alike, with a path over it. `[rows, columns]`.
 *
 * Matrices beyond 512 to a side are shown as means of blocks. Where a few costs lie far out, colours run from the 2nd to the 98th
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
  return drawMatrix(picture, 'Cost matrix', 'cost', 'linear');
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
  return drawMatrix(picture, 'Accumulated cost', 'accumulated cost', 'linear');
}

function drawMatrix(picture: MatrixPicture, title: string, quantity: string, colours: 'linear' | 'squareRoot'): string {
  checkMatrixPicture(picture);
  const { matrix, turned = false } = picture;
  const { theme, ...lattice } = latticeOf(picture);
  const raster = blockMeans(matrixRows(matrix, turned), MOST_PIXELS);
  return drawFigure({
    ...lattice,
    ...(theme === undefined ? {} : { theme }),
    title: picture.title ?? title,
    subtitle: factsOf(picture),
    raster,
    missing: countMissing(matrix.data),
    quantity,
    colours,
  });
}

/** What every picture of a lattice refuses. */
export function checkMatrixPicture({ matrix, path = [], rowLabels, columnLabels, rates }: MatrixPicture): void {
  checkMatrix('matrix', matrix);
  checkPath('path', path, matrix.rows, matrix.columns);
  checkNames('rowLabels', rowLabels, matrix.rows);
  checkNames('columnLabels', columnLabels, matrix.columns);
  checkRate('rates.rows', rates?.rows);
  checkRate('rates.columns', rates?.columns);
}

/** Refuses another number of names, and names that are no texts. */
export function checkNames(argument: string, names: readonly string[] | undefined, count: number): void {
  if (names === undefined) return;
  if (!Array.isArray(names) || names.length !== count) throw new PlotError(argument, `has ${names.length} names`, `${count}, one for each`);
  const wrong = names.findIndex((name) => typeof name !== 'string');
  if (wrong >= 0) throw new PlotError(`${argument}[${wrong}]`, `is ${String(names[wrong])}`, 'a text');
}

/** Sides, names and path as they are drawn: rows upwards, columns to the right. */
export type DrawnLattice = Omit<MatrixPage, 'title' | 'subtitle' | 'description'> & { readonly path: ArrayLike<number> };

export function latticeOf(picture: MatrixPicture): DrawnLattice {
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
    theme: picture.theme,
  };
}

/** The line below the title: what the caller says, and what is no longer exact. */
export function factsOf({ subtitle, matrix: { rows, columns } }: MatrixPicture): string {
  const reduced = Math.max(rows, columns) > MOST_PIXELS ? ['colours are means'] : [];
  return [subtitle ?? `${rows} × ${columns} cells`, ...reduced].join(' · ');
}
