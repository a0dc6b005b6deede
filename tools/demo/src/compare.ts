/** Where each row of a path lies on average: `where[n]` is the mean column of the path's cells in row n. */
export function columnsOfRows(path: readonly (readonly [number, number])[], rows: number): Float64Array {
  const sum = new Float64Array(rows);
  const count = new Float64Array(rows);
  for (const [row, column] of path) {
    sum[row] += column;
    count[row]++;
  }
  return sum.map((total, n) => total / count[n]);
}

/** The same for a soft alignment: the mean column under the row's weights. */
export function expectedColumns(alignment: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(alignment, (weights) => {
    let sum = 0;
    let total = 0;
    weights.forEach((weight, column) => {
      sum += weight * column;
      total += weight;
    });
    return sum / total;
  });
}

/** The mean absolute difference of two lists of the same length. */
export function meanAbsoluteError(found: ArrayLike<number>, truth: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < truth.length; n++) sum += Math.abs(found[n] - truth[n]);
  return sum / truth.length;
}
