import type { AlignmentProblem, Boundary, BoundaryInput, BoundarySet, Cell, ProblemInput, StepTable } from '@rubato/core';
import { densify } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { inputOf } from './problem-input.ts';

const mirrored: Readonly<Record<BoundarySet, BoundarySet>> = {
  corner: 'corner',
  firstRow: 'firstColumn',
  firstColumn: 'firstRow',
  lastRow: 'lastColumn',
  lastColumn: 'lastRow',
};

/** An array of shape [B, N, M, depth] as [B, M, N, depth]. */
export function transposeData(data: FloatArray, [B, N, M, depth]: readonly [number, number, number, number]): FloatArray {
  const result = data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let b = 0; b < B; b++) {
    for (let n = 0; n < N; n++) {
      for (let m = 0; m < M; m++) {
        for (let s = 0; s < depth; s++) result[((b * M + m) * N + n) * depth + s] = data[((b * N + n) * M + m) * depth + s];
      }
    }
  }
  return result;
}

function transposeTable({ data, shape }: StepTable): {
  readonly data: FloatArray;
  readonly shape: readonly [number, number, number, number];
} {
  const [B, N, M, S] = shape;
  return { data: transposeData(data, shape), shape: [B, M, N, S] };
}

function transposeBoundary(boundary: Boundary, input: BoundaryInput): BoundaryInput {
  const object = input as Exclude<BoundaryInput, BoundarySet | readonly Cell[]>;
  if (boundary.set !== 'cells') return { ...object, set: mirrored[boundary.set] };
  return { ...object, cellsOfItem: object.cellsOfItem!.map((list) => list.map(([n, m]): Cell => [m, n])) };
}

/** Row ranges as column ranges: since both ends are non-decreasing, the rows of a column follow each other. */
function transposeRanges(
  first: ArrayLike<number>,
  last: ArrayLike<number>,
  rowLength: number,
  columnLength: number,
  columns: number,
): { readonly first: readonly number[]; readonly last: readonly number[] } {
  const result = { first: [] as number[], last: [] as number[] };
  for (let m = 0; m < columns; m++) {
    let from = 0;
    let to = -1;
    if (m < columnLength) {
      while (from < rowLength && last[from] < m) from++;
      to = rowLength - 1;
      while (to >= 0 && first[to] > m) to--;
    }
    result.first.push(from);
    result.last.push(Math.max(to, from - 1));
  }
  return result;
}

/**
 * The transposed problem: rows for columns in cost, tables, boundaries, lengths and band, the parts of each step swapped, the order of
 * steps and candidates kept, so that ties fall alike. A cost of any kind becomes dense, since the kinds have no transposes.
 */
export function transposed(problem: AlignmentProblem): ProblemInput {
  const { batch, rows, columns, rowLengths, columnLengths, band, steps } = problem;
  const input = inputOf(problem);
  const cost = densify(problem);
  const ranges = Array.from({ length: batch }, (_, b) => {
    const from = (values: Int32Array): Int32Array => values.subarray(b * band!.batchStride, b * band!.batchStride + rows);
    return band === undefined ? undefined : transposeRanges(from(band.first), from(band.last), rowLengths[b], columnLengths[b], columns);
  });
  return {
    ...input,
    cost: { kind: 'dense', data: transposeData(cost.data, [batch, rows, columns, 1]), shape: [batch, columns, rows] },
    rowLengths: columnLengths,
    columnLengths: rowLengths,
    steps: steps.map(([i, j]) => [j, i] as const),
    stepWeights: transposeTable(problem.stepWeights),
    stepPenalties: transposeTable(problem.stepPenalties),
    start: transposeBoundary(problem.start, input.start!),
    end: transposeBoundary(problem.end, input.end!),
    ...(band === undefined
      ? {}
      : { band: { kind: 'ranges', first: ranges.flatMap((range) => range!.first), last: ranges.flatMap((range) => range!.last) } }),
  };
}
