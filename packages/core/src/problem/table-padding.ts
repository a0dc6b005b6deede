import type { FloatArray } from '@rubato/costs';

/** Which numbers of a table any item reads: of each run of `width` the first ones, `read[run]` of them. What is behind them is padding. */
export interface ReadNumbers {
  readonly width: number;
  readonly read: Int32Array;
}

/** Of a step table, shape [B|1, N|1, M|1, S|1]: a run is a row, which an item reads up to its own last column. */
export function stepsRead(
  [B, N, M, S]: readonly [number, number, number, number],
  rowLengths: Int32Array,
  columnLengths: Int32Array,
): ReadNumbers {
  const read = new Int32Array(B * N);
  for (let b = 0; b < rowLengths.length; b++) {
    const first = B === 1 ? 0 : b * N;
    const width = Math.min(M, columnLengths[b]) * S;
    for (let row = first; row < first + Math.min(N, rowLengths[b]); row++) read[row] = Math.max(read[row], width);
  }
  return { width: M * S, read };
}

/** Of a boundary table, shape [B|1, K|1]: an item reads as many numbers as it has candidates. */
export function candidatesRead([B, K]: readonly [number, number], candidates: Int32Array): ReadNumbers {
  const read = new Int32Array(B);
  for (let b = 0; b < candidates.length; b++) {
    const run = B === 1 ? 0 : b;
    read[run] = Math.max(read[run], Math.min(K, candidates[b]));
  }
  return { width: K, read };
}

/**
 * Fills a table's padding with a number that stands inside it, in a copy where it holds anything else. So no question about the whole
 * table (is it one number, does it forbid, how large is it) is answered by what no item reads.
 *
 * @param fallback for a table that nothing is read of
 */
export function fillPadding(data: FloatArray, { width, read }: ReadNumbers, fallback: number): FloatArray {
  const inside = read.findIndex((count) => count > 0);
  const number = inside < 0 ? fallback : data[inside * width];
  let filled = data;
  for (let run = 0; run < read.length; run++) {
    for (let position = run * width + read[run]; position < (run + 1) * width; position++) {
      if (data[position] === number) continue;
      if (filled === data) filled = data.slice();
      filled[position] = number;
    }
  }
  return filled;
}
