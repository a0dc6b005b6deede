import type { AlignmentProblem, CostReader, LatticeLayout } from '@rubato/core';
import { boundaryCost, BoundaryIndex } from '@rubato/core';
import { HardRows } from './hard-rows.ts';

/** A rectangle of the lattice, ends included, and how paths enter and leave it. */
export interface Region {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** D of the first cell, where the paths come from there; else they come from the problem's start cells. */
  readonly entry?: number;
  /** Whether paths go to the last cell; else they go to the problem's end cells. */
  readonly exit: boolean;
}

/** Where the best path of a region leaves it, and what it has cost. */
export interface Exit {
  row: number;
  column: number;
  /** D there, without the cost of ending. */
  distance: number;
  /** D and the cost of ending. */
  value: number;
  candidate: number;
}

/** One item of a problem, swept row by row within a region. */
export class HardItem {
  readonly rows: HardRows;
  /** The columns of the row that was computed last; none where `to < from`. */
  from = 0;
  to = -1;
  readonly best: Exit = { row: -1, column: -1, distance: Infinity, value: Infinity, candidate: -1 };
  readonly problem: AlignmentProblem;
  private readonly item: number;
  private readonly read: CostReader;
  private readonly layout: LatticeLayout;
  private readonly starts: BoundaryIndex;
  private readonly ends: BoundaryIndex;

  constructor(problem: AlignmentProblem, item: number, read: CostReader, layout: LatticeLayout) {
    this.problem = problem;
    this.item = item;
    this.read = read;
    this.layout = layout;
    this.rows = new HardRows(problem, item);
    this.starts = new BoundaryIndex(problem.start);
    this.ends = new BoundaryIndex(problem.end);
    this.starts.open(item, problem.rowLengths[item], problem.columnLengths[item]);
    this.ends.open(item, problem.rowLengths[item], problem.columnLengths[item]);
  }

  /** Begins a region anew. */
  open(): void {
    Object.assign(this.best, { row: -1, column: -1, distance: Infinity, value: Infinity, candidate: -1 });
  }

  /** The cells of row n in a region. */
  width({ firstColumn, lastColumn }: Region, n: number): number {
    const row = this.item * this.problem.rows + n;
    return Math.max(0, Math.min(lastColumn, this.layout.last[row]) - Math.max(firstColumn, this.layout.first[row]) + 1);
  }

  /** Computes row n of a region. @returns whether a better exit was found in it */
  compute(region: Region, n: number): boolean {
    const { item, layout, rows, problem } = this;
    const { firstRow, firstColumn, lastColumn, entry } = region;
    const row = item * problem.rows + n;
    this.from = Math.max(firstColumn, layout.first[row]);
    this.to = Math.min(lastColumn, layout.last[row]);
    rows.clear(n, firstColumn, lastColumn);
    if (this.to < this.from) return false;
    this.read(item, n, this.from, this.to, rows.costs, this.from);
    let withStarts = false;
    if (entry === undefined) withStarts = this.findStarts(n);
    else if (n === firstRow) {
      rows.starts.fill(Infinity, this.from, this.to + 1);
      rows.starts[firstColumn] = entry;
      withStarts = true;
    }
    rows.compute(n, firstRow, this.from, this.to, withStarts);
    return this.findExit(region, n);
  }

  private findStarts(n: number): boolean {
    const { starts, rows, item, problem } = this;
    const count = starts.rowCount(n);
    if (count === 0) return false;
    rows.starts.fill(Infinity, this.from, this.to + 1);
    for (let i = 0; i < count; i++) {
      const k = starts.candidate(n, i);
      const m = starts.column(k);
      if (m >= this.from && m <= this.to) rows.starts[m] = boundaryCost(problem.start, item, k, rows.costs[m]);
    }
    return true;
  }

  private findExit({ exit, lastRow, lastColumn }: Region, n: number): boolean {
    const { best, rows, ends, item, problem } = this;
    if (exit) {
      if (n !== lastRow) return false;
      const distance = rows.at(n, lastColumn);
      Object.assign(best, { row: n, column: lastColumn, distance, value: distance });
      return true;
    }
    let better = false;
    for (let i = 0, count = ends.rowCount(n); i < count; i++) {
      const k = ends.candidate(n, i);
      const m = ends.column(k);
      if (m < this.from || m > this.to) continue;
      const distance = rows.at(n, m);
      const value = distance + boundaryCost(problem.end, item, k, rows.costs[m]);
      if (value > best.value || (value === best.value && (value === Infinity || k > best.candidate))) continue;
      best.row = n;
      best.column = m;
      best.distance = distance;
      best.value = value;
      best.candidate = k;
      better = true;
    }
    return better;
  }
}
