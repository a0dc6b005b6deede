import type { AlignmentProblem, CostReader, LatticeLayout } from '@rubato/core';
import type { Region } from './hard-item.ts';
import { HardItem } from './hard-item.ts';
import { HardRows } from './hard-rows.ts';

/** What divide and conquer finds: the pairs (row, column) of the best path, and its cost. */
export interface HardPath {
  readonly path: Int32Array;
  readonly cost: number;
}

/** The cells of a region that is solved at once, with a byte for the choice of each, where memory is no matter. */
const LEAF_CELLS = 2 ** 20;

/**
 * The best path of one item in memory O(N + M): Hirschberg's divide and conquer, in a form that never turns the recursion round.
 *
 * A sweep forward carries, from the middle row on, the last cell that each path has in the upper half. The best path's splits the region
 * in two: the upper half ends in that cell, the lower begins there with its D. Every D on the best path is thus computed from the same
 * numbers in the same order as in a full lattice, so that path, ties and cost are those of the full lattice to the bit. About twice the
 * cells of the lattice are visited.
 */
export class DivideAndConquer {
  private readonly item: HardItem;
  private readonly steps: AlignmentProblem['steps'];
  private readonly rowCount: number;
  private readonly columnCount: number;
  private readonly columns: number;
  private readonly leafCells: number;
  /** The choices of a leaf, its rows one after the other. */
  private readonly choices: Uint8Array;
  /** Where each row of a leaf begins in `choices`, less its first column. */
  private readonly choiceStarts: Float64Array;
  /** The last cell in the upper half of the best path to each cell, in a ring like that of D; row -1 where it starts below. */
  private readonly crossedRows: Int32Array;
  private readonly crossedColumns: Int32Array;
  private readonly path: Int32Array;
  private pathCells = 0;

  constructor(problem: AlignmentProblem, b: number, read: CostReader, layout: LatticeLayout, leafCells: number) {
    this.item = new HardItem(problem, b, read, layout);
    this.steps = problem.steps;
    this.rowCount = problem.rowLengths[b];
    this.columnCount = problem.columnLengths[b];
    this.columns = problem.columns;
    const { reach } = this.item.rows;
    this.leafCells = leafCells;
    this.choices = new Uint8Array(leafCells);
    this.choiceStarts = new Float64Array(problem.rows);
    this.crossedRows = new Int32Array((reach + 1) * this.columns);
    this.crossedColumns = new Int32Array((reach + 1) * this.columns);
    this.path = new Int32Array(2 * (problem.rows + problem.columns));
  }

  /** Bytes that the solver of one item holds beside its leaves, the result and the problem's layout included. */
  static bytes(problem: AlignmentProblem): number {
    const { batch, rows, columns, steps } = problem;
    const reach = Math.max(...steps.map(([i]) => i));
    const paths = 16 * (rows + columns);
    return HardRows.bytes(problem) + 8 * rows + 8 * (reach + 1) * columns + paths + 16 * batch * rows;
  }

  /** Yields the cells visited; answers the path, empty and of cost `Infinity` where there is none. */
  *solve(region: Region = this.everything()): Generator<number, HardPath, void> {
    this.pathCells = 0;
    const cost = yield* this.solveRegion(region);
    return { path: this.path.slice(0, 2 * this.pathCells), cost };
  }

  private everything(): Region {
    return { firstRow: 0, lastRow: this.rowCount - 1, firstColumn: 0, lastColumn: this.columnCount - 1, exit: false };
  }

  /** Appends the region's best path, less its first cell where it was entered. @returns D of its last cell, or the problem's value */
  private *solveRegion(region: Region): Generator<number, number, void> {
    const { firstRow, lastRow, firstColumn, entry } = region;
    const { item } = this;
    const { reach } = item.rows;
    const rows = lastRow - firstRow + 1;
    if (rows < 2 * reach + 2 || this.cellCount(region) <= this.leafCells) return yield* this.solveLeaf(region);

    const middle = firstRow + Math.floor((rows - 1) / 2);
    let crossedRow = -1;
    let crossedColumn = -1;
    item.open();
    for (let n = firstRow; n <= lastRow; n++) {
      const better = item.compute(region, n);
      if (n > middle) this.carryCrossings(n, middle);
      if (better) {
        const at = (n % (reach + 1)) * this.columns + item.best.column;
        crossedRow = n > middle ? this.crossedRows[at] : item.best.row;
        crossedColumn = n > middle ? this.crossedColumns[at] : item.best.column;
      }
      yield item.to - item.from + 1;
    }
    const { row, column, value } = item.best;
    if (value === Infinity) return value;

    const source = entry === undefined ? {} : { entry };
    if (row <= middle) {
      yield* this.solveRegion({ firstRow, lastRow: row, firstColumn, lastColumn: column, ...source, exit: true });
    } else if (crossedRow < 0) {
      yield* this.solveRegion({ firstRow: middle + 1, lastRow: row, firstColumn, lastColumn: column, exit: true });
    } else {
      const upper = { firstRow, lastRow: crossedRow, firstColumn, lastColumn: crossedColumn, ...source, exit: true };
      const distance = yield* this.solveRegion(upper);
      const lower = { firstRow: crossedRow, lastRow: row, firstColumn: crossedColumn, lastColumn: column, entry: distance, exit: true };
      yield* this.solveRegion(lower);
    }
    return value;
  }

  private carryCrossings(n: number, middle: number): void {
    const { item, steps, crossedRows, crossedColumns, columns } = this;
    const { choices, reach } = item.rows;
    const base = (n % (reach + 1)) * columns;
    for (let m = item.from; m <= item.to; m++) {
      const choice = choices[m];
      if (choice >= steps.length) {
        crossedRows[base + m] = -1;
        continue;
      }
      const row = n - steps[choice][0];
      const column = m - steps[choice][1];
      const from = (row % (reach + 1)) * columns + column;
      crossedRows[base + m] = row <= middle ? row : crossedRows[from];
      crossedColumns[base + m] = row <= middle ? column : crossedColumns[from];
    }
  }

  private *solveLeaf(region: Region): Generator<number, number, void> {
    const { item, choices, choiceStarts } = this;
    item.open();
    let packed = 0;
    for (let n = region.firstRow; n <= region.lastRow; n++) {
      item.compute(region, n);
      const width = Math.max(0, item.to - item.from + 1);
      choiceStarts[n] = packed - item.from;
      for (let m = item.from; m <= item.to; m++) choices[packed + m - item.from] = item.rows.choices[m];
      packed += width;
      yield width;
    }
    const { row, column, value } = item.best;
    if (value < Infinity) {
      const length = this.trace(row, column, -1);
      const skip = region.entry === undefined ? 0 : 1;
      this.trace(row, column, this.pathCells + length - 1 - skip);
      this.pathCells += length - skip;
    }
    return value;
  }

  /** Walks a leaf's choices back from a cell and writes cells from position `last` down; before the path's begin nothing. @returns their number */
  private trace(row: number, column: number, last: number): number {
    const { choices, choiceStarts, path, steps, pathCells } = this;
    let n = row;
    let m = column;
    for (let length = 1; ; length++) {
      const position = last - length + 1;
      if (position >= pathCells) {
        path[2 * position] = n;
        path[2 * position + 1] = m;
      }
      const choice = choices[choiceStarts[n] + m];
      if (choice >= steps.length) return length;
      n -= steps[choice][0];
      m -= steps[choice][1];
    }
  }

  private cellCount(region: Region): number {
    let cells = 0;
    for (let n = region.firstRow; n <= region.lastRow; n++) cells += this.item.width(region, n);
    return cells;
  }
}

/** The cells that a leaf must hold: as many rows as cannot be split. */
export function leastLeafCells({ steps, rows, columns }: AlignmentProblem): number {
  const reach = Math.max(...steps.map(([i]) => i));
  return Math.min(rows, 2 * reach + 1) * columns;
}

/** The cells that a leaf should hold. */
export function usualLeafCells(problem: AlignmentProblem): number {
  return Math.min(problem.rows * problem.columns, Math.max(LEAF_CELLS, leastLeafCells(problem)));
}
