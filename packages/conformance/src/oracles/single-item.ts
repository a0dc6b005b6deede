import type { AlignmentProblem, BoundaryTable, CostInput, ProblemInput, StepTable } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { inputOf } from './problem-input.ts';

/** Position in a broadcast array of any rank. */
function place(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((position, side, axis) => position * side + (side === 1 ? 0 : index[axis]), 0);
}

/** The same kind of array with other numbers. */
function like(array: FloatArray, values: readonly number[]): FloatArray {
  return array instanceof Float32Array ? Float32Array.from(values) : Float64Array.from(values);
}

/** Where the numbers of a cut table stand in the whole one. */
export interface TableCut {
  readonly shape: readonly number[];
  readonly positions: readonly number[];
}

/** Item b's part of a step table, cut to its own lengths. */
export function cutTable(table: StepTable, b: number, rows: number, columns: number): TableCut {
  const [, N, M, S] = table.shape;
  const shape = [1, N === 1 ? 1 : rows, M === 1 ? 1 : columns, S];
  const positions: number[] = [];
  for (let n = 0; n < shape[1]; n++)
    for (let m = 0; m < shape[2]; m++) for (let s = 0; s < S; s++) positions.push(place(table.shape, [b, n, m, s]));
  return { shape, positions };
}

function cutBoundaryTable(
  table: BoundaryTable,
  b: number,
  candidates: number,
): { readonly data: FloatArray; readonly shape: readonly [number, number] } {
  const width = table.shape[1] === 1 ? 1 : candidates;
  const values = Array.from({ length: width }, (_, k) => table.data[place(table.shape, [b, k])]);
  return { data: like(table.data, values), shape: [1, width] };
}

/** Item b's part of a cost, cut to its own lengths. */
function cutCost(problem: AlignmentProblem, b: number, rows: number, columns: number): CostInput {
  const { cost } = problem;
  const [, N, M] = cost.shape;
  const shape = [1, rows, columns] as const;
  const pick = (data: FloatArray, from: number, height: number, stride: number, width: number): FloatArray => {
    const values: number[] = [];
    for (let n = 0; n < height; n++) for (let m = 0; m < width; m++) values.push(data[from + n * stride + m]);
    return like(data, values);
  };
  switch (cost.kind) {
    case 'dense':
      return { kind: 'dense', data: pick(cost.data, b * N * M, rows, M, columns), shape };
    case 'banded': {
      const values: number[] = [];
      let from = 0;
      const first = new Int32Array(rows);
      const last = new Int32Array(rows);
      for (let row = 0; row < (b + 1) * N; row++) {
        const width = cost.last[row] - cost.first[row] + 1;
        const n = row - b * N;
        if (n >= 0 && n < rows) {
          first[n] = Math.min(cost.first[row], columns);
          last[n] = Math.max(first[n] - 1, Math.min(cost.last[row], columns - 1));
          for (let m = first[n]; m <= last[n]; m++) values.push(cost.data[from + m - cost.first[row]]);
        }
        from += width;
      }
      return { kind: 'banded', data: like(cost.data, values), shape, first, last };
    }
    case 'gathered': {
      const { classes } = cost;
      return {
        kind: 'gathered',
        values: pick(cost.values, b * N * classes, rows, classes, classes),
        shape,
        classes,
        index: cost.index.slice(b * M, b * M + columns),
      };
    }
    case 'features': {
      const D = cost.dimension;
      return { ...cost, x: cost.x.slice(b * N * D, (b * N + rows) * D), y: cost.y.slice(b * M * D, (b * M + columns) * D), shape };
    }
    case 'device':
      throw new TypeError('a device cost cannot be cut here');
  }
}

/** Item b alone, cut to its own lengths; undefined for an item without rows or columns, which is no problem on its own. */
export function singleItem(problem: AlignmentProblem, b: number): ProblemInput | undefined {
  const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
  if (rows === 0 || columns === 0) return undefined;
  const { rowLengths: _rows, columnLengths: _columns, ...input } = inputOf(problem);
  const table = (whole: StepTable): { readonly data: FloatArray; readonly shape: readonly [number, number, number, number] } => {
    const { shape, positions } = cutTable(whole, b, rows, columns);
    return {
      data: like(
        whole.data,
        positions.map((position) => whole.data[position]),
      ),
      shape: shape as unknown as readonly [number, number, number, number],
    };
  };
  const boundary = (role: 'start' | 'end') => {
    const whole = problem[role];
    const cells = whole.set === 'cells' ? whole.offsets![b + 1] - whole.offsets![b] : 0;
    const candidates = { corner: 1, firstRow: columns, lastRow: columns, firstColumn: rows, lastColumn: rows, cells }[whole.set];
    const tables = {
      multiplier: cutBoundaryTable(whole.multiplier, b, candidates),
      penalty: cutBoundaryTable(whole.penalty, b, candidates),
    };
    if (whole.set !== 'cells') return { set: whole.set, ...tables };
    const from = whole.offsets![b];
    return {
      cells: Array.from({ length: cells }, (_, k) => [whole.cells![2 * (from + k)], whole.cells![2 * (from + k) + 1]] as const),
      ...tables,
    };
  };
  const { band } = problem;
  const range = (values: Int32Array): Int32Array => values.slice(b * band!.batchStride, b * band!.batchStride + rows);
  return {
    ...input,
    cost: cutCost(problem, b, rows, columns),
    stepWeights: table(problem.stepWeights),
    stepPenalties: table(problem.stepPenalties),
    start: boundary('start'),
    end: boundary('end'),
    temperature: problem.temperature[b],
    ...(band === undefined
      ? {}
      : {
          band: {
            kind: 'ranges' as const,
            first: range(band.first).map((m) => Math.min(m, columns)),
            last: range(band.last).map((m) => Math.min(m, columns - 1)),
          },
        }),
  };
}
