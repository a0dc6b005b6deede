import type { AlignmentProblem, StepTable } from '@rubato/core';
import { tableIndex } from '@rubato/core';
import type { Instance } from '../module/instance.ts';
import type { Memory } from './memory.ts';

/** Takes room for one row of a table's numbers for each step, or one number where all columns have the same. */
export function placeTable(memory: Memory, table: StepTable, { steps, columns }: AlignmentProblem): readonly number[] {
  return steps.map(() => memory.take(8 * (table.strides[2] === 0 ? 1 : columns)));
}

/** The weights or penalties of one row, step by step, in the kernels' memory. */
export class TableRow {
  /** Bytes from one column to the next: 0 where all have the same. */
  readonly stride: number;
  readonly variesByRow: boolean;
  private readonly table: StepTable;
  private readonly addresses: readonly number[];
  private readonly numbers: Float64Array;

  constructor(instance: Instance, table: StepTable, addresses: readonly number[]) {
    this.numbers = instance.all.f64;
    this.table = table;
    this.addresses = addresses;
    this.stride = table.strides[2] === 0 ? 0 : 8;
    this.variesByRow = table.strides[1] !== 0;
  }

  /** Turns to an item of so many columns. */
  open(b: number, columns: number): void {
    if (!this.variesByRow) this.fill(b, 0, 0, columns);
  }

  /** Turns to the columns start … end - 1 of row n. */
  turn(b: number, n: number, start: number, end: number): void {
    if (this.variesByRow) this.fill(b, n, start, end);
  }

  private fill(b: number, n: number, start: number, end: number): void {
    const { numbers, addresses, table, stride } = this;
    const { data, strides } = table;
    for (let s = 0; s < addresses.length; s++) {
      const from = tableIndex(table, b, n, 0, s);
      const to = addresses[s] / 8;
      if (stride === 0) numbers[to] = data[from];
      else for (let m = start; m < end; m++) numbers[to + m] = data[from + m * strides[2]];
    }
  }

  /** The address of step s in column m. */
  at(s: number, m: number): number {
    return this.addresses[s] + this.stride * m;
  }
}
