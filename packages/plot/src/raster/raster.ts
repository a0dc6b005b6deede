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

/** Cells between two pauses. */
const CELLS_BETWEEN = 1 << 20;

/**
 * Block means of a matrix, of which never more than a row stands in memory. A matrix that is small enough stays as it is.
 *
 * @param most the largest side of the raster
 */
export function blockMeans(source: RowSource, most: number): Raster {
  const work = means(source, most);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** {@link blockMeans} for large matrices: `pause` is waited for every million cells, and stops the work where it throws. */
export async function blockMeansInPieces(source: RowSource, most: number, pause: () => Promise<void>): Promise<Raster> {
  const work = means(source, most);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await pause();
  }
}

function* means(source: RowSource, most: number): Generator<void, Raster> {
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
