import { checkCount, checkList, checkObject } from '../check.ts';
import { PlotError } from '../errors.ts';

/** A matrix that is read row by row: `read(n, out)` writes columns `first[n]` to `last[n]` (none where last < first). */
export interface RowSource {
  readonly rows: number;
  readonly columns: number;
  readonly first: ArrayLike<number>;
  readonly last: ArrayLike<number>;
  read(n: number, out: Float64Array): void;
}

/** A matrix in few pixels: the mean of the finite values of each block, NaN where there is none. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** The longest side of the picture inside a drawing of a matrix, in pixels: beyond it pixels are means. */
export const MATRIX_PIXELS = 512;
/** The same for piano rolls. */
export const PIANO_ROLL_PIXELS = 1024;

/** What a drawing says of a raster that is smaller than its matrix. */
export function reducedNote({ width, height }: Raster, rows: number, columns: number): string {
  return width < columns || height < rows ? 'colours are means' : '';
}

/** @throws PlotError for a raster with another number of values than its sides say, or larger than its matrix */
export function checkRaster(raster: Raster, rows: number, columns: number): void {
  checkObject('raster', raster);
  const { width, height, values } = raster;
  checkCount('raster.width', width, 1, columns);
  checkCount('raster.height', height, 1, rows);
  checkList('raster.values', values);
  if (values.length !== width * height) {
    throw new PlotError('raster.values', `has ${values.length} numbers`, `${width * height}, width times height`);
  }
}

/** Cells between two pauses. */
const CELLS_BETWEEN = 1 << 20;

/**
 * Block means of a matrix, of which never more than a row stands in memory. A matrix that is small enough stays as it is. What is
 * no finite number counts for nothing.
 *
 * @param most the largest side of the raster
 * @throws PlotError for sides that are no counts, and `first` and `last` outside the columns
 *
 * @example
 * ```ts
 * import { blockMeans } from '@rubato/plot';
 * const read = (n: number, out: Float64Array) => out.forEach((_, m) => (out[m] = n + m));
 * const raster = blockMeans({ rows: 4, columns: 4, first: [0, 0, 0, 0], last: [3, 3, 3, 3], read }, 2);
 * [...raster.values]; // → [1, 3, 3, 5]
 * ```
 */
export function blockMeans(source: RowSource, most: number): Raster {
  const work = means(source, most);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/**
 * {@link blockMeans} for large matrices: `pause` is waited for every million cells, and stops the work where it throws.
 *
 * @throws PlotError as {@link blockMeans}, and what `pause` throws
 *
 * @example
 * ```ts
 * import { blockMeansInPieces } from '@rubato/plot';
 * const source = { rows: 1, columns: 2, first: [0], last: [1], read: (_: number, out: Float64Array) => out.set([3, 5]) };
 * const raster = await blockMeansInPieces(source, 1, async () => {});
 * [...raster.values]; // → [4]
 * ```
 */
export async function blockMeansInPieces(source: RowSource, most: number, pause: () => Promise<void>): Promise<Raster> {
  const work = means(source, most);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await pause();
  }
}

function* means(source: RowSource, most: number): Generator<void, Raster> {
  checkSource(source);
  checkCount('most', most);
  const { rows, columns } = source;
  const height = Math.min(rows, most);
  const width = Math.min(columns, most);
  const sums = new Float64Array(width * height);
  const counts = new Float64Array(width * height);
  const row = new Float64Array(columns);
  const pixel = Int32Array.from({ length: columns }, (_, m) => Math.floor((m * width) / columns));
  let cells = 0;
  for (let n = 0; n < rows; n++) {
    const first = source.first[n];
    const last = source.last[n];
    if (last < first) continue;
    source.read(n, row);
    const start = Math.floor((n * height) / rows) * width;
    for (let m = first; m <= last; m++) {
      const value = row[m - first];
      if (!Number.isFinite(value)) continue;
      sums[start + pixel[m]] += value;
      counts[start + pixel[m]]++;
    }
    cells += last - first + 1;
    if (cells >= CELLS_BETWEEN) {
      cells = 0;
      yield;
    }
  }
  return { width, height, values: sums.map((sum, i) => (counts[i] === 0 ? NaN : sum / counts[i])) };
}

function checkSource(source: RowSource): void {
  checkObject('source', source);
  const { rows, columns, first, last } = source;
  checkCount('source.rows', rows);
  checkCount('source.columns', columns);
  if (typeof source.read !== 'function') throw new PlotError('source.read', `is ${typeof source.read}`, 'a function that writes a row');
  for (const [name, list] of [['first', first] as const, ['last', last] as const]) {
    checkList(`source.${name}`, list);
    if (list.length !== rows) throw new PlotError(`source.${name}`, `has ${list.length} numbers`, `${rows}, one a row`);
  }
  for (let n = 0; n < rows; n++) {
    if (typeof first[n] === 'number' && typeof last[n] === 'number' && last[n] < first[n]) continue;
    checkCount(`source.first[${n}]`, first[n], 0, columns - 1);
    checkCount(`source.last[${n}]`, last[n], 0, columns - 1);
  }
}
