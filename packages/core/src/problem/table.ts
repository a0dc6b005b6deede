import type { FloatArray } from '@rubato/costs';

/** What a caller may give for step weights or penalties: one number, one per step, or a broadcast table. */
export type StepTableInput =
  | number
  | readonly number[]
  | { readonly data: FloatArray | readonly number[]; readonly shape: readonly [number, number, number, number] };

/**
 * Numbers for each step into each cell, shape [B|1, N|1, M|1, S|1]. An axis of length 1 is broadcast by a zero stride and never
 * expanded: a scalar per step is S numbers, CTC's weights are [B, 1, M, S].
 */
export interface StepTable {
  /** In the padding, where no item reads, stands a number from inside. */
  readonly data: FloatArray;
  readonly shape: readonly [number, number, number, number];
  /** Distance in `data` between neighbours along each axis; 0 where the axis is broadcast. */
  readonly strides: readonly [number, number, number, number];
  /** The one value that stands in the whole table, or undefined where values differ. */
  readonly constant: number | undefined;
  /** Whether a step is forbidden (`Infinity`) somewhere. */
  readonly forbids: boolean;
}

/** Numbers for each boundary candidate, shape [B|1, K|1], broadcast and padded like a step table. */
export interface BoundaryTable {
  readonly data: FloatArray;
  readonly shape: readonly [number, number];
  readonly strides: readonly [number, number];
}

/** Zero for an axis of length 1, else the row-major stride. */
export function broadcastStrides<T extends readonly number[]>(shape: T): { readonly [K in keyof T]: number } {
  const strides: number[] = [];
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = shape[axis] === 1 ? 0 : stride;
    stride *= shape[axis];
  }
  return strides as { [K in keyof T]: number };
}

/** The position in `table.data` of the step s into cell (n, m) of item b. */
export function tableIndex(table: Pick<StepTable, 'strides'>, b: number, n: number, m: number, s: number): number {
  const [strideB, strideN, strideM, strideS] = table.strides;
  return b * strideB + n * strideN + m * strideM + s * strideS;
}

/** The value of a boundary table for candidate k of item b. */
export function boundaryValue(table: BoundaryTable, b: number, k: number): number {
  return table.data[b * table.strides[0] + k * table.strides[1]];
}
