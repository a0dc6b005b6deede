import type { AlignmentProblem, LatticeLayout } from '@rubato/core';

/** Rows that the arrays of a part hold at a time, of so many items. Rows `firstRow` to `endRow` are computed; the others are neighbours. */
export interface Window {
  readonly firstItem: number;
  readonly items: number;
  readonly windowRow: number;
  readonly windowRows: number;
  readonly firstRow: number;
  readonly endRow: number;
  /** Cells of the lattice's arrays in the window, and where they begin in the solution's. */
  readonly cells: number;
  readonly firstCell: number;
}

/** Items that are solved together; in one window, or one item in several, of which each keeps the rows that the next one needs. */
export interface Part {
  readonly windows: readonly Window[];
}

/** Bytes that arrays take for what they hold one number, or several, of. */
export interface Density {
  /** Of all arrays together, and of the largest one. */
  readonly total: number;
  readonly largest: number;
}

/** Items of a dispatch: its second dimension. */
const MOST_ITEMS = 65535;

/** Where a row begins in the lattice's arrays; the row after the last one ends them. */
function cellAt({ rows, columns, batch }: AlignmentProblem, layout: LatticeLayout, row: number): number {
  if (row === batch * rows) return layout.size;
  return layout.banded ? layout.offset[row] : row * columns;
}

/** A window of an item's rows. */
function makeWindow(
  problem: AlignmentProblem,
  layout: LatticeLayout,
  firstItem: number,
  items: number,
  firstRow: number,
  endRow: number,
  reach: number,
): Window {
  const windowRow = Math.max(0, firstRow - reach);
  const windowRows = Math.min(problem.rows, endRow + reach) - windowRow;
  const firstCell = cellAt(problem, layout, firstItem * problem.rows + windowRow);
  const endCell = cellAt(problem, layout, (firstItem + items - 1) * problem.rows + windowRow + windowRows);
  return { firstItem, items, windowRow, windowRows, firstRow, endRow, cells: endCell - firstCell, firstCell };
}

/**
 * Divides a problem into parts whose arrays fit: as many items as do, and an item that does not by itself into windows of rows, the
 * smallest there can be where nothing fits.
 *
 * @param density bytes a cell of the lattice
 * @param largest bytes of the largest array that the device binds
 * @param room bytes for all arrays of a part
 */
export function planParts(
  problem: AlignmentProblem,
  layout: LatticeLayout,
  reach: number,
  density: Density,
  largest: number,
  room: number,
): readonly Part[] {
  const { batch, rows } = problem;
  const bytesOf = (window: Window): number => window.cells * density.total;
  const fits = (window: Window): boolean => window.cells * density.largest <= largest && bytesOf(window) <= room;
  const parts: Part[] = [];
  for (let first = 0; first < batch;) {
    const of = (items: number): Window => makeWindow(problem, layout, first, items, 0, rows, reach);
    if (!fits(of(1))) {
      parts.push({ windows: panels(problem, layout, first, reach, fits) });
      first++;
      continue;
    }
    // As many as fit, found by halving: cells only grow with items.
    let [low, high] = [1, Math.min(MOST_ITEMS, batch - first)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(of(middle))) low = middle;
      else high = middle - 1;
    }
    parts.push({ windows: [of(low)] });
    first += low;
  }
  return parts;
}

function panels(
  problem: AlignmentProblem,
  layout: LatticeLayout,
  item: number,
  reach: number,
  fits: (window: Window) => boolean,
): readonly Window[] {
  const { rows } = problem;
  const windows: Window[] = [];
  for (let first = 0; first < rows;) {
    const of = (count: number): Window => makeWindow(problem, layout, item, 1, first, Math.min(rows, first + count), reach);
    // A window must hold all rows that the next one looks back to.
    const least = Math.max(1, reach);
    let [low, high] = [Math.min(least, rows - first), rows - first];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(of(middle))) low = middle;
      else high = middle - 1;
    }
    windows.push(of(low));
    first += low;
  }
  return windows;
}
