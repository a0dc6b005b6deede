import { mostColumns } from './labels.ts';

/** Target rows of a batch, padded with zeros: the `y` of a features cost. */
export interface TargetMatrix {
  /** Shape [B, M, D]. Float32 where that holds every number exactly, so that the precision of a problem is that of its `x`. */
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [batch: number, columns: number, dimension: number];
  /** The number of rows of each item. */
  readonly columnLengths: Int32Array;
}

/** Builds a matrix; `write(b, m, put)` puts the numbers of row m of item b that are not 0. */
export function targetMatrix(
  columnLengths: Int32Array,
  dimension: number,
  write: (b: number, m: number, put: (d: number, value: number) => void) => void,
): TargetMatrix {
  const columns = mostColumns(columnLengths);
  const shape = Object.freeze([columnLengths.length, columns, dimension] as const);
  const data = new Float64Array(columnLengths.length * columns * dimension);
  let exact = true;
  columnLengths.forEach((length, b) => {
    for (let m = 0; m < length; m++) {
      const start = (b * columns + m) * dimension;
      write(b, m, (d, value) => {
        data[start + d] = value;
        exact &&= Math.fround(value) === value;
      });
    }
  });
  return Object.freeze({ data: exact ? Float32Array.from(data) : data, shape, columnLengths });
}
