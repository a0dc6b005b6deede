import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import type { Structure } from './structure.ts';

/** The rows of one item: their ranges, and where they stand when packed with room for what kernels look at beside them. */
export class ItemRows {
  readonly reach: number;
  readonly pad: number;
  count = 0;
  columns = 0;
  first: Int32Array;
  last: Int32Array;
  /** Row n takes numbers `start[n]` up to `start[n + 1]`. */
  readonly start: Float64Array;
  /** Numbers that stand for rows before the first. */
  outside = 0;
  private readonly problem: AlignmentProblem;
  private readonly layout: LatticeLayout;

  constructor(problem: AlignmentProblem, layout: LatticeLayout, { reach, pad }: Structure) {
    this.problem = problem;
    this.layout = layout;
    this.reach = reach;
    this.pad = pad;
    this.start = new Float64Array(problem.rows + 1);
    this.first = layout.first;
    this.last = layout.last;
  }

  /** Turns to item b. */
  open(b: number): void {
    const { rows, rowLengths, columnLengths } = this.problem;
    this.count = columnLengths[b] === 0 ? 0 : rowLengths[b];
    this.columns = columnLengths[b];
    this.first = this.layout.first.subarray(b * rows, b * rows + this.count);
    this.last = this.layout.last.subarray(b * rows, b * rows + this.count);
    this.outside = this.columns + this.pad;
    for (let n = 0; n < this.count; n++) {
      // Ends of rows never go back, so the furthest look into row n is from row n + reach.
      const seen = Math.max(this.last[n], this.last[Math.min(n + this.reach, this.count - 1)]);
      this.start[n + 1] = this.start[n] + this.pad + seen - this.first[n] + 1;
    }
  }

  /** Whether column m is part of row n. */
  contains(n: number, m: number): boolean {
    return m >= this.first[n] && m <= this.last[n];
  }

  /** The most numbers that any `height` rows and the `reach` rows before them take. */
  windowSize(height: number): number {
    if (height >= this.count) return this.start[this.count];
    let most = 0;
    for (let from = 0; from <= this.count; from++) {
      most = Math.max(most, this.start[Math.min(this.count, from + height)] - this.start[Math.max(0, from - this.reach)]);
    }
    return most;
  }

  /** Numbers in all checkpoints for blocks of `height` rows. */
  checkpointSize(height: number): number {
    let sum = 0;
    for (let from = height; from < this.count; from += height) sum += this.start[from] - this.start[Math.max(0, from - this.reach)];
    return sum;
  }
}
